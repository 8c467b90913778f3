"""What Telegram shows beside the chat: the commands with their descriptions, and what the bot says it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales import N_, Language, current, plain, use

COMMANDS: Final = {
    "start": N_("Start, or go on where you were"),
    "score": N_("Your CRS score and FSW points, explained"),
    "dates": N_("Your dates and reminders"),
    "change": N_("Something changed: change an answer"),
    "rounds": N_("Rounds of invitations: would you have been invited?"),
    "settings": N_("Language, time zone, when and how messages come"),
    "privacy": N_("What is kept, and why"),
    "help": N_("What do you want to do?"),
}
"""The command menu: at most eight."""

TYPED: Final = {
    "next": N_("What to do next, and by when"),
    "improve": N_("More points: what would bring them, and by when"),
    "french": N_("What French would bring you, and its lowest results"),
    "nomination": N_("What a nomination by a province would bring, and what it asks"),
    "invitation": N_("Your invitation: the day to apply by, the plan, the check"),
    "practice": N_("As if an invitation came today: what would be late"),
    "programs": N_("The three programs: which you meet, and why not"),
    "profile": N_("Everything you told me, by chapter"),
    "journey": N_("Where you are, what to do now, and what can come next"),
    "work": N_("How your work counts: hours, years and what does not count"),
    "whatif": N_("Suppose changes, in up to three plans; nothing of it is saved"),
    "goal": N_("A CRS score you want to reach by a day, and how far it is"),
    "compare": N_("Your account shows another score: what would explain it"),
    "history": N_("What you told me and when, and how to undo the last change"),
    "noc": N_("Find the code of an occupation"),
    "reentry": N_("A profile that ends: wait or withdraw, and the sheet to enter it again"),
    "couple": N_("Who of a couple should be the principal applicant"),
    "partner": N_("A link with your partner: each sees the other's dates"),
    "unlink": N_("End the link with your partner at once"),
    "why": N_("Where each point of your score comes from"),
    "risks": N_("What could cost you points or a program, and what prevents it"),
    "calendar": N_("Your score in the next 24 months, day by day"),
    "language": N_("English or French"),
    "timezone": N_("The city whose clock reminders go by"),
    "simple": N_("Simple messages, for screen readers"),
    "documents": N_("What your application will need, and when to start"),
    "stop": N_("Put the questions aside; nothing is lost"),
    "export": N_("A copy of everything, in two files"),
    "import": N_("Take over a copy made with /export"),
    "restart": N_("Forget your answers and begin anew"),
    "delete": N_("Delete everything you told me"),
    "about": N_("Who I am, and who I am not"),
}
"""The commands that are understood when typed, and named in the second layer of help."""

IN_FRENCH: Final[Mapping[str, str]] = {
    "note": "score",
    "suite": "next",
    "risques": "risks",
    "calendrier": "calendar",
    "changement": "change",
    "historique": "history",
    "reglages": "settings",
    "confidentialite": "privacy",
    "aide": "help",
    "profil": "profile",
    "parcours": "journey",
    "programmes": "programs",
    "cnp": "noc",
    "fiche": "reentry",
    "conjoint": "partner",
    "langue": "language",
    "exporter": "export",
    "supprimer": "delete",
    "arreter": "stop",
    "ipd": "invitation",
    "repetition": "practice",
    "annuler": "history",
    "etsi": "whatif",
    "hypothese": "whatif",
    "objectif": "goal",
    "but": "goal",
    "comparer": "compare",
    "ameliorer": "improve",
    "francais": "french",
    "designation": "nomination",
    "undo": "history",
    "rondes": "rounds",
    "travail": "work",
    "fuseau": "timezone",
    "importer": "import",
    "recommencer": "restart",
    "pourquoi": "why",
    "rompre": "unlink",
    "apropos": "about",
}
"""Commands as somebody who writes French types them, without accents; Telegram's own list has one name for each.

The first name of a command is the one our French texts and help use.

/undo is in no list and often tried: undoing stands in the history."""

DESCRIPTION: Final = N_(
    "I help candidates of Canada's Express Entry: I work out your CRS score, say how each point comes about, hold the "
    "rounds of invitations against what you told me, and remind you before each of your dates.\n\nInformation, not "
    "advice. I am not IRCC and not a representative. Free of charge."
)
SHORT_DESCRIPTION: Final = N_("Express Entry: your score explained, and reminders in time. Information only; not IRCC.")


def name(command: str) -> str:
    """What a command is called in the language of the moment."""
    if current() != "fr":
        return command
    return next((french for french, meant in IN_FRENCH.items() if meant == command), command)


def commands(language: Language) -> list[tuple[str, str]]:
    """The commands with their descriptions in a language, in the order of the menu."""
    with use(language):
        return [(name, plain(description)) for name, description in COMMANDS.items()]


def description(language: Language) -> str:
    """The text an empty chat shows."""
    with use(language):
        return plain(DESCRIPTION)


def short_description(language: Language) -> str:
    """The text of the bot's profile."""
    with use(language):
        return plain(SHORT_DESCRIPTION)
