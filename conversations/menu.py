"""What Telegram shows beside the chat: the commands with their descriptions, and what the bot says it is."""

from __future__ import annotations

from typing import Final

from locales import N_, Language, plain, use

COMMANDS: Final = {
    "start": N_("Start, or go on where you were"),
    "score": N_("Your CRS score and FSW points, explained"),
    "dates": N_("Your dates and reminders"),
    "language": N_("English or French"),
    "timezone": N_("The city whose clock reminders go by"),
    "privacy": N_("What is kept, and why"),
    "delete": N_("Delete everything you told me"),
    "help": N_("What I can do"),
}
"""The command menu: at most eight. More words than these are understood when typed."""

DESCRIPTION: Final = N_(
    "I help candidates of Canada's Express Entry: I work out your CRS score, say how each point comes about, and "
    "remind you before a language test runs out.\n\nInformation, not advice. I am not IRCC and not a representative. "
    "Free of charge."
)
SHORT_DESCRIPTION: Final = N_("Express Entry: your score explained, and reminders in time. Information only; not IRCC.")


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
