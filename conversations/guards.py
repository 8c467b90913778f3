"""What is said before anything reads a message: personal numbers, coaching, and who this bot is.

A refusal is one sentence with the consequence and a next step; the service goes on. What calls each forth stands in
`data/free_words.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from conversations import staying
from conversations.answers import Secret
from conversations.messages import Outgoing, Reply
from conversations.score import link, rule_set_name
from conversations.visits import Visit
from locales import N_, NOTHING, Html, day, say
from rules import crs
from rules.facts import Facts

SECRETS: Final[Mapping[Secret, str]] = {
    Secret.client_number: N_(
        "That looks like a personal number (a UCI, an application or an account). I never need one and did not keep "
        "it. Please delete that message from this chat."
    ),
    Secret.passport: N_(
        "That looks like a passport number. I never need one and did not keep it. Please delete that message from this "
        "chat."
    ),
    Secret.password: N_(
        "That looks like a password. I never need one and did not keep it. Please delete that message from this chat, "
        "and change the password today."
    ),
}

NEVER_ASKED: Final = N_(
    "I never ask for money, a password, a UCI or a passport. Anyone who asks for one in my name is not me."
)

COACHING: Final[Mapping[str, str]] = {
    "not_accompanying": N_(
        "I do not help to word this for points: whether your partner comes has to be told as it is planned."
    ),
    "coaching_family": N_(
        "I do not help to leave out a partner or a child, or to tell of them what is not so: every one is declared, "
        "coming or not."
    ),
    "coaching_work": N_("I do not help to claim work or hours that were not done."),
    "coaching_documents": N_("I do not help with a document or a result that is not genuine and your own."),
    "coaching_other": N_("I do not help to tell IRCC what is not so."),
}

CONSEQUENCE: Final = N_(
    "A false declaration (misrepresentation) can mean refusal and five years in which no program is open."
)

NEXT_STEPS: Final[Mapping[str, str]] = {
    "not_accompanying": N_(
        "The partner is declared, examined and counted for the funds in any case, and one who already lives with you "
        "in Canada is asked about. What can lift the score lawfully: a language test of your partner, or your partner "
        "as principal applicant; “My score” and “Principal applicant?” show it."
    ),
    "coaching_family": N_(
        "What I can do: show both of you as principal applicant, with all that is so; write “principal applicant”. An "
        "error made before can be put right: tell IRCC, or ask a licensed person first."
    ),
    "coaching_work": N_(
        "What I can do: count the weeks that were worked, and show what the next complete year gives and what else "
        "lifts the score: “My score”."
    ),
    "coaching_documents": N_(
        "What I can do: show which genuine document or new test lifts the score: “My score”. If somebody offers you "
        "one for money, do not pay."
    ),
    "coaching_other": N_("What I can do: show what is so, and what lifts the score lawfully: “My score”."),
}

FRAUD: Final = N_(
    "Whoever promises an invitation, sells a job offer or asks for your password is a fraud: do not pay, and keep the "
    "messages. How to protect yourself and report it stands on the official page."
)


def secret(kind: Secret) -> Html:
    """The advice after a number or a password was sent."""
    return Html(f"{say(SECRETS[kind])} {say(NEVER_ASKED)}")


def coaching(visit: Visit, key: str, page: str) -> Html:
    """The refusal, the consequence, the next step; where points of a partner are asked about, both figures once."""
    registers = link(page, say("The registers of licensed people"))
    told = staying.told(visit.facts, visit.day) if key == "not_accompanying" and visit.facts else NOTHING
    if told:
        return Html(f"{say(COACHING[key])}\n\n{told}\n\n{registers}")
    return Html("\n\n".join([say(COACHING[key]), say(CONSEQUENCE), Html(f"{say(NEXT_STEPS[key])} {registers}")]))


def official(on: date) -> Html:
    """The answer to "are you IRCC?"."""
    return Html(f"{say('No, this is not official.')}\n\n{_who(on)}")


def _who(on: date) -> Html:
    """Who this is and is not, what can be wrong, what is never asked, where to verify."""
    rules = crs.score(Facts(), on)
    return Html(
        "\n\n".join(
            [
                say(
                    "I am not IRCC, not the Government of Canada, and not a representative. I am a program: free of "
                    "charge, for information, not advice."
                ),
                say(
                    "<b>What can be wrong:</b> every score is an estimate from your answers; a rule may have changed "
                    "since my rule book was checked (rule set {rule_set}, in force since {since}); an answer may have "
                    "been understood otherwise than meant. Your official account always wins.",
                    rule_set=rule_set_name(rules),
                    since=day(rules.rule_from),
                ),
                say(NEVER_ASKED),
                say(
                    "<b>Where to verify:</b> {link}",
                    link=link("express_entry_home", say("Express Entry on the site of IRCC")),
                ),
            ]
        )
    )


def about(on: date) -> Html:
    """What /about says."""
    return Html(
        "\n\n".join(
            [
                say(
                    "<b>About the Express Entry Companion</b>\nI work out your CRS score and FSW points, say how each "
                    "comes about, and remind you before something runs out."
                ),
                _who(on),
                say("What is kept of you: /privacy. Everything gone at once: /delete."),
            ]
        )
    )


async def show_about(visit: Visit) -> Reply:
    """The answer to /about."""
    return Reply((Outgoing(about(visit.today)),))


def fraud(page: str) -> Html:
    """How to meet a fraud."""
    return Html(f"{say(FRAUD)} {link(page, say('The official page'))}")
