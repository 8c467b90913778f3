"""The score of the account beside the one computed here: what would explain the difference, to the point.

The number is compared and not kept. Whether the account is wrong or what was told here is not decided: each line says
what the account would have otherwise, and where it stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from conversations.answers import read_points
from conversations.beside import beside
from conversations.engine import Interview
from conversations.home import again, untold
from conversations.kinds import ABILITIES
from conversations.messages import Button, Keyboard, Outgoing, Reply, enumerated, in_messages
from conversations.profile import screens
from conversations.profile_kinds import CRS_SCORE
from conversations.score import open_facts, receipt
from conversations.short_interview import EDUCATION
from conversations.visits import Room, Visit, open_script
from conversations.what_if.scripts import ACCOUNT_FAMILY, SHOWN
from conversations.what_if.words import left_out
from conversations.where_to import SCORE
from locales import N_, NOTHING, Html, count, day, number, plain, say
from rules import crs, federal_skilled_worker
from rules.differences import MOST_KEPT, Differences, Explanation, Tried, differences
from rules.facts import MOST_CRS, Ability, EducationLevel, Facts, Language

PREFIX: Final = "df"
"""What the data of the buttons here begin with: `df:ask`, `df:pairs:478`."""

MOST_SHOWN: Final = 6
"""So many pairs are said at once, the likeliest first; of the others only how many there are. One thing alone is said
always."""

SLIPS: Final[Mapping[str, str]] = {
    "work_in_canada_less": N_("The account counts one year less of work in Canada than you told me."),
    "work_in_canada_two_less": N_("The account counts two years less of work in Canada than you told me."),
    "work_in_canada_more": N_("The account counts one year more of work in Canada than you told me."),
    "work_in_canada_two_more": N_("The account counts two years more of work in Canada than you told me."),
    "work_in_canada_none": N_("The account counts no work in Canada."),
    "work_abroad_less": N_("The account counts one year less of work outside Canada than you told me."),
    "work_abroad_two_less": N_("The account counts two years less of work outside Canada than you told me."),
    "work_abroad_more": N_("The account counts one year more of work outside Canada than you told me."),
    "work_abroad_two_more": N_("The account counts two years more of work outside Canada than you told me."),
    "work_abroad_none": N_("The account counts no work outside Canada."),
    "work_moved_abroad": N_("The work in Canada stands in the account as work outside Canada."),
    "work_moved_to_canada": N_("The work outside Canada stands in the account as work in Canada."),
    "partner_left_out": N_("The account counts no partner who comes with you."),
    "partner_counted": N_("The account counts a partner who comes with you."),
    "assessment_missing": N_("The account counts a diploma without its assessment (ECA)."),
    "birthday_since": N_("The account counts your age as one year younger, as before your last birthday."),
    "birthday_ahead": N_("The account counts your age as one year older."),
    "second_language_missing": N_("The account counts no result {language}, your second official language."),
    "test_too_old": N_("The account counts no result {language}: left out, or too old by now."),
    "old_test_counted": N_("The account still counts a language result that is too old here."),
    "ability_lower": N_("In the account, {ability} {language} is one band lower: level {level}."),
    "ability_higher": N_("In the account, {ability} {language} is one band higher: level {level}."),
    "partner_ability_lower": N_(
        "In the account, your partner's {ability} {language} is one band lower: level {level}."
    ),
    "partner_ability_higher": N_(
        "In the account, your partner's {ability} {language} is one band higher: level {level}."
    ),
    "education_lower": N_("The account has a lower education: {education}."),
    "education_higher": N_("The account has a higher education: {education}."),
    "study_in_canada_missing": N_("The account counts no study in Canada."),
    "study_one_or_two_years": N_("The account counts study in Canada of one or two years."),
    "study_three_years": N_("The account counts study in Canada of three years or more."),
    "partner_test_missing": N_("The account counts no language result of your partner."),
    "partner_education_missing": N_("The account counts no education of your partner."),
    "partner_education_lower": N_("The account has a lower education of your partner: {education}."),
    "partner_education_higher": N_("The account has a higher education of your partner: {education}."),
    "partner_work_less": N_("The account counts one year less of your partner's work in Canada."),
    "partner_work_more": N_("The account counts one year more of your partner's work in Canada."),
    "sibling_missing": N_("The account counts no brother or sister in Canada."),
    "sibling_counted": N_("The account counts a brother or sister in Canada."),
    "nomination_missing": N_("The account counts no nomination."),
    "nomination_counted": N_("The account counts a nomination."),
    "certificate_missing": N_("The account counts no certificate of qualification."),
    "certificate_counted": N_("The account counts a certificate of qualification."),
}
"""What the account would have otherwise, by the key of the slip in the rules."""


SPOKEN: Final = {Language.english: N_("in English"), Language.french: N_("in French")}


async def ask(visit: Visit, note: Html = NOTHING) -> Reply:
    """The question on the score of the account."""
    if visit.facts is None:
        return untold(visit)
    return open_script(visit, ACCOUNT_FAMILY, {}, note)


async def compare(visit: Visit, account: int, *, pairs: bool = False) -> Reply:
    """What explains the score of the account; a question on it that was open is answered with that."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    visit.open = tuple(each for each in visit.open if each.script != ACCOUNT_FAMILY)
    # A tenth of a second of arithmetic: not on the event loop, where everybody else waits.
    found = await beside(differences, facts, visit.day, account)
    return Reply(_screens(visit, facts, found, pairs=pairs))


def _screens(visit: Visit, facts: Facts, found: Differences, *, pairs: bool) -> tuple[Outgoing, ...]:
    own = (Button(plain("My profile"), screens.OVERVIEW), Button(plain("My score"), SCORE))
    if found.account == found.computed:
        same = say(
            "Your account shows {account}, and I compute the same for {day}. There is nothing to look for.",
            account=number(found.account),
            day=day(found.on),
        )
        return (Outgoing(same, (own,)),)
    result = crs.score(facts, found.on)
    computed = number(found.computed)
    blocks = [
        count(
            "<b>Your account shows {account}, I compute {computed}: {n} point apart</b>\nOn {day}. Your account wins.",
            "<b>Your account shows {account}, I compute {computed}: {n} points apart</b>\nOn {day}. Your account wins.",
            abs(found.account - found.computed),
            account=number(found.account),
            computed=say("at least {total}", total=computed) if result.assumed else computed,
            day=day(found.on, weekday=True),
        ),
        *_of_another_score(facts, found),
    ]
    if result.assumed and found.account > found.computed:
        names = open_facts(result.assumed)
        blocks.append(say("Not known to me, so counted as nothing here: {names}.", names=names))
        blocks.append(say("Any of these can be the whole difference. Tell me them first, then compare again."))
    shown_pairs = pairs or not found.single
    if found.single:
        blocks.append(_listed(N_("<b>One thing that would explain it exactly</b>"), found.single, len(found.single)))
    if found.pairs and shown_pairs:
        title = N_("<b>Two things together that would explain it exactly</b>")
        blocks.append(_listed(title, found.pairs, MOST_SHOWN))
    if not found.explained:
        blocks.append(_nothing(found))
    else:
        blocks.append(
            say(
                "The likeliest come first. I cannot see your account: open it, and compare each line with what it "
                "shows. What is wrong there is corrected there; what is wrong here, in your profile here."
            )
        )
    if result.assumed and found.account < found.computed:
        blocks.append(say("Not known to me, so counted as nothing here: {names}.", names=open_facts(result.assumed)))
    if told := left_out(result):
        blocks.append(say("{change} Your account may count it: that would be a difference too.", change=told))
    blocks.append(Html(f"<i>{receipt(result.rule_set, result.rule_from, result.on)}</i>"))
    rows: Keyboard = (own,)
    if found.single and found.pairs and not pairs:
        rows = ((Button(plain("Two things together"), f"{PREFIX}:pairs:{found.account}"),), own)
    return in_messages(blocks, rows, pressed=visit.pressed)


def _nothing(found: Differences) -> Html:
    tried = say(
        "None of the usual slips, alone or two together, gives {account} to the point. I tried one ability up or down, "
        "a result left out, a year of work more or less, the education, its assessment, the partner, the birthday and "
        "the additional points.",
        account=number(found.account),
    )
    further = say(
        "Then more than two things differ, or one that I do not try. Your account lists the points by section: compare "
        "them with “Why these points?”. The first section that differs shows where to look."
    )
    return Html(f"{tried}\n\n{further}")


def _of_another_score(facts: Facts, found: Differences) -> list[Html]:
    """That the number may be the Federal Skilled Worker points, where it is no more than these can be."""
    grid = federal_skilled_worker.grid(facts, found.on)
    if found.account > grid.most:
        return []
    other = say(
        "Is {account} your Federal Skilled Worker points? They are another score, out of {most}; I compute {n} there.",
        account=number(found.account),
        most=number(grid.most),
        n=number(grid.total),
    )
    return [Html(f"{other}\n{say('What is compared here is the CRS score, out of {most}.', most=number(MOST_CRS))}")]


def _listed(title: str, found: Sequence[Explanation], most: int) -> Html:
    """The explanations, each thing on a line of its own; pairs with a space between them."""
    lines = enumerated(Html("\n".join(of_slip(one) for one in each.slips)) for each in found[:most])
    left = len(found) - most
    if len(found) == MOST_KEPT and left > 0:
        lines.append(say("and more, less likely"))
    elif left > 0:
        lines.append(count("and {n} more, less likely", "and {n} more, less likely", left))
    return Html(f"{say(title)}\n" + ("\n\n" if len(found[0].slips) > 1 else "\n").join(lines))


def of_slip(one: Tried) -> Html:
    """What the account would have otherwise."""
    told = dict(one.detail)
    language, ability, account = told.get("language"), told.get("ability"), told.get("account")
    worded: dict[str, object] = {}
    if language is not None:
        worded["language"] = say(SPOKEN[Language(str(language))])
    if ability is not None:
        worded |= {"ability": say(ABILITIES[Ability(str(ability))]), "level": account}
    if isinstance(account, EducationLevel):
        worded["education"] = EDUCATION.words(account, {})
    return say(SLIPS[one.key], **worded)


# --- the ways in ---


SAID: Final = re.compile(r"(?:account|profile|ircc|compte|profil)\D{0,40}?\b(\d{2,4})\b", re.IGNORECASE)
NUMBER: Final = re.compile(r"\b(\d{2,4})\b")
THOUSAND: Final = re.compile(r"\b1[\s,.](?=\d{3}\b)")
"""A score as it is printed here: "1,016"."""


def score_said(text: str) -> int | None:
    """The score of the account in a sentence: the number after the account, else the only one; None without one."""
    text = THOUSAND.sub("1", text)
    found = SAID.findall(text) or NUMBER.findall(text)
    return int(found[-1]) if found and int(found[-1]) <= MOST_CRS else None


async def heard(visit: Visit, text: str) -> Reply:
    """ "My account shows 478"."""
    account = score_said(text)
    if account is None:
        return await ask(visit, CRS_SCORE.refused() if NUMBER.search(text) else NOTHING)
    return await compare(visit, account)


async def _command(visit: Visit) -> Reply:
    """`/compare`, or `/compare` and a score."""
    typed = visit.incoming.text.strip().partition(" ")[2].strip()
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    account = read_points(typed)
    if account is None or account > MOST_CRS:
        return await ask(visit, CRS_SCORE.refused() if typed else NOTHING)
    return await compare(visit, account)


async def _finished(visit: Visit, state: Interview) -> Reply:
    return await compare(visit, int(state.answers[SHOWN]))


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    what, _, account = rest.partition(":")
    if what == "pairs" and account.isdecimal() and int(account) <= MOST_CRS:
        return await compare(visit, int(account), pairs=True)
    return await ask(visit)


async def _ask(visit: Visit) -> Reply:
    return await ask(visit)


ROOM: Final = Room(
    commands={"compare": _command},
    presses={PREFIX: _press},
    words=(((N_("My account shows another score"), N_("compare with my account")), _ask),),
    finishes={ACCOUNT_FAMILY: _finished},
)
