"""The screens of the rounds: the last ones that could be entered, those of a kind, one of them, and the pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from conversations import program_words
from conversations.messages import Button, Outgoing, abreast, in_rows, paragraphs
from conversations.paging import page_of, row_of
from conversations.rounds import words
from conversations.rounds.looking import Counted, Found, is_stale
from conversations.score import link
from conversations.where_to import EXACT, GO_ON, GOT_INVITATION, PROGRAMS
from locales import N_, NOTHING, Html, count, day, listed, number, plain, say
from rules.facts import Facts
from rules.round_history import LATELY, Above, around, how_many_reached, kind_of, last_of_each, last_pool, of_kind
from rules.round_verdicts import Part, RoundVerdict, WhyKey
from rules.rounds import Pool, Round

PREFIX: Final = "ro"
"""What the data of the buttons here begin with: `ro:home`, `ro:one:number`, `ro:kind:number:page`, `ro:chart:dark` …"""

HOME, KINDS, POOL, CHART = (f"{PREFIX}:{word}" for word in ("home", "kinds", "pool", "chart"))
PROFILE: Final = "f:c:pool"
"""The data of the button to what is told of the profile in the pool."""

A_PAGE: Final = LATELY
COUNTED_SHOWN: Final = 4
KINDS_A_PAGE: Final = 8


def of(number: str) -> str:
    """The data of the button that opens a round."""
    return f"{PREFIX}:one:{number}"


def kind_page(one: Round, page: int = 0) -> str:
    """The data of the button to the rounds of the kind of one; the number names the kind, as a name can be long."""
    return f"{PREFIX}:kind:{one.number}:{page}"


# --- the first screen ---


def first(facts: Facts, found: Found, held: Sequence[Round], now: datetime, zone: str) -> Outgoing:
    """The last rounds they could have entered with the verdict of each, counts of past rounds, and the doors."""
    blocks = [
        say("<b>Rounds of invitations</b>"),
        data_end(found.known_until, now),
        *_entered(found, zone),
        *_why_none(facts, found),
        *_counts(found.counted),
        *_open(found),
    ]
    rounds = [Button(plain("Round {number}", number=one.round.number), of(one.round.number)) for one in found.entered]
    keyboard = (
        *abreast(rounds, 3),
        *in_rows([*_way_on(facts, found), *doors()]),
    )
    return Outgoing(paragraphs(blocks), keyboard, numbered=len(rounds))


def doors() -> tuple[Button, ...]:
    """What stands under every screen of the rounds."""
    return (
        Button(plain("The last of each kind"), KINDS),
        Button(plain("The pool"), POOL),
        Button(plain("As a picture"), CHART),
        Button(plain("I got an invitation"), GOT_INVITATION),
    )


def data_end(known_until: date, now: datetime) -> Html:
    """Until when the rounds are known; where that is long ago, that some are missing."""
    if not is_stale(known_until, now):
        return say("Rounds to {day}, the last one I know.", day=day(known_until))
    told = say("My data end on {day}. Rounds held since then are missing here.", day=day(known_until))
    return Html(f"{told} {link('rounds_of_invitations', say('The official page of rounds'))}")


def _entered(found: Found, zone: str) -> Iterator[Html]:
    if not found.entered:
        return
    untold = found.entered[0].pool.why is WhyKey.profile_not_told
    if found.as_if in AS_IF:
        yield say(AS_IF[found.as_if])
    elif found.as_if is not None:
        yield say(
            "<b>Since your profile has been in the pool, I know of no round you could have entered.</b> Before that, "
            "as if it had been there:"
        )
    elif untold:
        yield say(
            "<b>The last rounds you could have entered with a profile in the pool</b>\nYou have not told me of one: "
            "the answers are as if it had been there in time."
        )
    else:
        yield say("<b>The last rounds you could have entered</b>")
    yield from (told(one, zone, n) for n, one in enumerate(found.entered, 1))


AS_IF: Final[Mapping[WhyKey | None, str]] = {
    **dict.fromkeys(
        (WhyKey.no_profile, WhyKey.not_submitted),
        N_(
            "<b>The last rounds you could have entered with a profile in the pool</b>\nBy what you told me, none was "
            "submitted: the answers are as if it had been there in time."
        ),
    ),
    WhyKey.out_of_pool: N_(
        "<b>By what you told me, you were in the pool for no round of the last 12 months.</b> As if you had been:"
    ),
}
"""Said above rounds that are shown as if the profile had been in the pool, by why it was not."""


def told(one: RoundVerdict, zone: str, n: int) -> Html:
    """One round and its verdict, in two lines."""
    return Html(f"{say('{n}. {what}', n=n, what=_line(one))}\n{short_verdict(one, zone)}")


def _line(one: RoundVerdict) -> Html:
    held = one.round
    return say(
        "{day}, {whom}: cut-off {cut_off} (round {number})",
        day=day(held.day),
        whom=words.named(held),
        cut_off=number(held.cut_off),
        number=held.number,
    )


def short_verdict(one: RoundVerdict, zone: str) -> Html:
    """The verdict of one round in a line or two: the score, and whether that was enough."""
    if one.pool.why is WhyKey.invited_in_it:
        return words.worded(one.pool)
    told = _score(one) or words.rank(one, zone)
    if not one.entered or one.invited is None:
        return told
    ends = say("You would have been invited.") if one.invited else say("You would not have been invited.")
    return Html(f"{told} {ends}")


def _score(one: RoundVerdict) -> Html:
    """The score of the day and the points between, where it is known to the point and not the cut-off itself."""
    points = one.points
    if not points or one.score is None:
        return NOTHING
    if points > 0:
        return count(
            "You had {score}: {n} point above.", "You had {score}: {n} points above.", points, score=number(one.score)
        )
    return count(
        "You had {score}: {n} point below.", "You had {score}: {n} points below.", -points, score=number(one.score)
    )


def _why_none(facts: Facts, found: Found) -> Iterator[Html]:
    """For somebody without a round on this screen: why, and what comes first."""
    if found.entered:
        return
    if found.program is not None:
        yield say("<b>Why there is no round of yours here</b>")
        yield today(found.program)
    else:
        yield say("By what you told me, you could have entered no round of the last 12 months.")
    if facts.profile is None and not facts.has_none("profile"):
        yield say("You have not told me of a profile in the pool either.")


TODAY: Final = {
    WhyKey.program_not_met: N_(
        "By what you told me, you do not meet the conditions of a program today, so there is no score in the pool yet. "
        "“My programs” says what is missing, and the nearest way."
    ),
    WhyKey.program_open: N_(
        "I cannot say yet whether you meet a program: it depends on {open}. Tell me, and I look at the rounds again."
    ),
}


def today(part: Part) -> Html:
    """Why no program is met today."""
    if part.why in TODAY:
        return say(TODAY[part.why], open=program_words.opened(part.open) if part.open else NOTHING)
    return words.worded(part)


def _counts(counted: Sequence[Counted]) -> Iterator[Html]:
    if not counted:
        return
    lines = [say("<b>Counts of past rounds, with your score of today</b>\nNot a forecast: nobody knows the next ones.")]
    lines += [count_line(one) for one in counted[:COUNTED_SHOWN]]
    yield Html("\n".join(lines))


def count_line(one: Counted) -> Html:
    """ "Of the last 10 CEC rounds, 3 were at or below your 516", with the days they lie between."""
    told = (
        N_("{whom}: of the last {of} rounds ({first} to {last}), {reached} were at or below your {score}.")
        if one.exact
        else N_(
            "{whom}: of the last {of} rounds ({first} to {last}), {reached} or more were at or below your score, which "
            "is at least {score}."
        )
    )
    found = one.reached
    if found.of == 1:
        told = N_("{whom}: one round so far, on {last}; {reached} of 1 was at or below your {score}.")
    return say(
        told,
        whom=words.named(one.last),
        of=found.of,
        first=day(found.first),
        last=day(found.last),
        reached=found.reached,
        score=number(one.score),
    )


def _open(found: Found) -> Iterator[Html]:
    """The kinds of round that cannot be said to be open to them, and what they depend on."""
    if not found.open or found.program is not None:
        return
    facts = tuple(dict.fromkeys(path for one in found.open for path in one.facts))
    kinds = listed([words.named(one.last) for one in found.open])
    if facts:
        yield say(
            "I cannot say yet whether these are open to you: {kinds}. It depends on {open}.",
            kinds=kinds,
            open=program_words.opened(facts),
        )
    else:
        yield say("I cannot say whether these are open to you: {kinds}.", kinds=kinds)


def _way_on(facts: Facts, found: Found) -> Iterator[Button]:
    """The next step of somebody for whom something is missing."""
    if found.program is not None:
        yield Button(plain("My programs"), PROGRAMS)
    if found.open or (found.program is not None and found.program.open):
        yield Button(plain("Make it exact"), EXACT)
    if facts.profile is None:
        yield Button(plain("My profile in the pool"), PROFILE)


# --- the last of each kind ---


def kinds(held: Sequence[Round], now: datetime, page: int = 0, note: Html = NOTHING, *, told: bool = True) -> Outgoing:
    """The last round of each kind, with the days since, some a page; a button to the last ten of each."""
    if not held:
        return Outgoing(say("I know of no round."))
    every = last_of_each(held)
    paged = page_of(every, page, KINDS_A_PAGE)
    today = now.astimezone(UTC).date()
    blocks = [
        note,
        say("<b>The last round of each kind</b>\nPress one, or type its number, for the last ten of that kind."),
        data_end(held[0].day, now),
        Html("\n".join(_last(n, one, today) for n, one in enumerate(paged.shown, 1))),
    ]
    buttons = [Button(plain("Kind {n}", n=n), kind_page(one)) for n, one in enumerate(paged.shown, 1)]
    turning = row_of(
        *paged.turning(N_("Newer kinds"), N_("Older kinds"), lambda to: f"{KINDS}:{to}"),
        *((Button(plain("My rounds"), HOME),) if told else ()),
    )
    begin = () if told else ((Button(plain("Begin"), GO_ON, style="primary"),),)
    text = paragraphs(blocks)
    return Outgoing(text, (*abreast(buttons, 4), *turning, *begin), numbered=len(buttons))


def _last(n: int, one: Round, today: date) -> Html:
    ago = (today - one.day).days
    return count(
        "{place}. {whom}: cut-off {cut_off} on {day}, {n} day ago",
        "{place}. {whom}: cut-off {cut_off} on {day}, {n} days ago",
        ago,
        place=n,
        whom=words.named(one),
        cut_off=number(one.cut_off),
        day=day(one.day),
    )


# --- the rounds of one kind ---


def of_one_kind(one: Round, held: Sequence[Round], now: datetime, score: int | None, page: int) -> Outgoing:
    """Ten rounds of a kind, the newest first, and how many of the last ten were at or below a score."""
    same = of_kind(held, kind_of(one))
    paged = page_of(same, page, A_PAGE)
    shown = paged.shown
    title = Html(f"<b>{words.named(one)}</b>.")
    if of_pages := paged.in_words():
        title = Html(f"{title} {of_pages}")
    lines = [
        say(
            "{n}. {day}: cut-off {cut_off}, {invitations} invitations",
            n=n,
            day=day(each.day),
            cut_off=number(each.cut_off),
            invitations=number(each.invitations),
        )
        for n, each in enumerate(shown, 1)
    ]
    blocks = [title, data_end(held[0].day, now), Html("\n".join(lines))]
    counted = how_many_reached(same[:LATELY], score) if score is not None and paged.number == 0 else None
    if score is not None and counted is not None and counted.of > 1:
        blocks.append(
            say(
                "Of the last {of}, {reached} were at or below your {score} of today. A count, not a forecast.",
                of=counted.of,
                reached=counted.reached,
                score=number(score),
            )
        )
    items = [
        Button(plain("{n}. Round {number}", n=n, number=each.number), of(each.number))
        for n, each in enumerate(shown, 1)
    ]
    turning = row_of(*paged.turning(N_("Newer rounds"), N_("Older rounds"), lambda to: kind_page(one, to)))
    others = (Button(plain("The last of each kind"), KINDS), Button(plain("My rounds"), HOME))
    text = paragraphs(blocks)
    return Outgoing(text, (*abreast(items, 2), *turning, others), numbered=len(items))


# --- one round ---


def opened(one: Round, found: RoundVerdict | None, zone: str, *, own_zone: bool) -> Outgoing:
    """All that was published of a round, and the verdict with its reasons."""
    blocks = [Html("\n".join(_published(one, zone)))]
    if found is None:
        blocks.append(say("With your answers I can say whether you would have been invited."))
    else:
        blocks.append(Html("\n".join((words.head(found), *words.reasons(found, zone)))))
        blocks += [Html("\n".join(words.caveats(found)))]
        if found.invited:
            blocks.append(
                say(
                    "Look into your account: it alone says whether you were invited. If so, press “I got an "
                    "invitation”."
                )
            )
    if not own_zone and (one.tie_break or one.instant):
        blocks.append(
            say("Times of the day are by UTC, and by the clock of Toronto until you tell me your city: /timezone")
        )
    buttons = [Button(plain("The last ten of this kind"), kind_page(one)), Button(plain("My rounds"), HOME)]
    if found is None:
        buttons.insert(0, Button(plain("Begin"), GO_ON, style="primary"))
    else:
        if found.invited is not False:
            buttons.insert(0, Button(plain("I got an invitation"), GOT_INVITATION))
        if found.program.met is not True:
            buttons.append(Button(plain("My programs"), PROGRAMS))
        if found.pool.open:
            buttons.append(Button(plain("My profile in the pool"), PROFILE))
        if found.open or (found.category is not None and found.category.open):
            buttons.append(Button(plain("Make it exact"), EXACT))
    return Outgoing(paragraphs(blocks), in_rows(buttons))


def _published(one: Round, zone: str) -> Iterator[Html]:
    yield say("<b>Round {number} of {day}</b>", number=one.number, day=day(one.day, weekday=True))
    yield say("For: {whom}", whom=words.named(one))
    if words.published_name(one) != words.named(one):
        yield say("Name as published: {name}", name=words.published_name(one))
    yield say("Cut-off: {n}", n=number(one.cut_off))
    yield say("Invitations: {n}", n=number(one.invitations))
    if one.instant is not None:
        yield say("Issued: {moment}", moment=words.moment(one.instant, zone))
    else:
        yield say("Issued: the hour is not known to me")
    if one.tie_break is not None:
        yield say("Tie-break: {moment}", moment=words.moment(one.tie_break, zone))
    else:
        yield say("Tie-break: none was published")
    if one.pool is not None:
        yield say("Pool, as published for {day}: {n} candidates", day=day(one.pool.as_of), n=number(one.pool.total))


# --- the pool ---


def pool(held: Sequence[Round], score: int | None, now: datetime) -> Outgoing:
    """The newest pool that was published, in its bands, and how many stand above a score."""
    newest = last_pool(held)
    buttons = in_rows([Button(plain("My rounds"), HOME), Button(plain("The last of each kind"), KINDS)])
    if newest is None:
        return Outgoing(say("I know of no published pool."), buttons)
    there = None if score is None else around(newest, score)
    lines = [_band(newest, place, there) for place in range(len(newest.bands))]
    blocks = [
        say(
            "<b>The pool as published for {day}</b>\n{n} candidates, by score.",
            day=day(newest.as_of),
            n=number(newest.total),
        ),
        say("These are numbers of that day, {n} days ago.", n=(now.astimezone(UTC).date() - newest.as_of).days)
        if is_stale(newest.as_of, now)
        else NOTHING,
        Html("\n".join(lines)),
    ]
    if there is not None and score is not None:
        blocks.append(_above(there, score))
    blocks.append(
        say("A round for a program or a category looks only at those who may enter it, not at the whole pool.")
    )
    return Outgoing(paragraphs(blocks), buttons)


def _band(newest: Pool, place: int, there: Above | None) -> Html:
    band = newest.bands[place]
    told = say("{first} to {last}: {n}", first=band.first, last=number(band.last), n=number(band.people))
    if there is not None and there.band == (band.first, band.last):
        return say("<b>{band}, with your score</b>", band=told)
    return told


def _above(there: Above, score: int) -> Html:
    return say(
        "With your {score} of today: {above} candidates were in the bands above, and {band} in yours. How many of "
        "these stood above {score} was not published.",
        score=number(score),
        above=number(there.above),
        band=number(there.in_band),
    )
