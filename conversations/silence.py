"""People long silent: told twice that their data go, then forgotten, unless a word of theirs comes in between.

Nobody is forgotten who could have been told and was not, nor within a week of the last notice: a bot that was away for
a while makes up for it. Who has blocked the bot cannot be told, and who never agreed to the privacy notice has told
nothing; these go on their day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations import privacy, reminders
from conversations.messages import Button, Outgoing
from conversations.partners import news as partner_news
from conversations.zones import USUAL
from locales import N_, Html, Language, day, plain, say, use
from rules.months import add_months
from storage import candidates, inbox, notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Unit

KIND: Final = "silence"
"""The kind of the notices, and the one item they belong to."""

MONTHS: Final = 12
NOTICES: Final = (30, 7)
"""Days before the data go."""

LEAST: Final = timedelta(days=NOTICES[-1])
"""Between the last notice and the end, however late the notice was."""

NEAR: Final = timedelta(days=300)
"""A silence shorter than this has led to no notice yet."""

BATCH: Final = 100
"""People looked at in one transaction: a few hundredths of a second."""

STAY: Final = "d:stay"

KEPT: Final = N_(
    "I would have deleted your data after 12 months without a word from you. You were here, so I keep it; the twelve "
    "months are counted from today."
)
"""Said to a press on a notice: the press itself has ended the silence."""

_ANNOUNCED: Final = timedelta(days=365 - NOTICES[0] - 2)  # a little before the first notice is due
_SEEN_TO: Final = timedelta(days=1)  # a visit is noted once a day only, so the last word may be a day younger


def last_day(seen_at: datetime) -> date:
    """The day on which twelve months of silence are full."""
    return add_months((seen_at + _SEEN_TO).date(), MONTHS)


async def forget(unit: Unit, now: datetime) -> bool:
    """Announces and forgets, each for at most a batch of people; True when there may be more to do."""
    newly_silent = await candidates.silent(unit, now - _ANNOUNCED, BATCH)
    for chat_id in newly_silent:
        await _announce(unit, chat_id, now)
    due = await candidates.to_forget(unit, now, BATCH)
    for chat_id in due:
        await _forget(unit, chat_id, now)
    return BATCH in (len(newly_silent), len(due))


async def ended(unit: Unit, candidate: Candidate, now: datetime) -> None:
    """The person is back: notices still to come do not come. (Saving the visit takes the day away.)"""
    if now - candidate.seen_at >= NEAR:
        await notifications.replace(unit, candidate.chat_id, KIND, [])


async def _announce(unit: Unit, chat_id: int, now: datetime) -> None:
    candidate = await candidates.load(unit, chat_id)
    if candidate is None:
        return
    zone = candidate.time_zone or USUAL
    end = last_day(candidate.seen_at)
    if _told_something(candidate):
        end = max(end, now.astimezone(ZoneInfo(zone)).date() + timedelta(NOTICES[0]))
        rows = [
            Notification(
                chat_id=chat_id,
                item=KIND,
                rung=str(days),
                due_at=max(now, reminders.morning(end - timedelta(days), zone, candidate.settings)),
                kind=KIND,
                arguments={"last_safe_day": end.isoformat()},
            )
            for days in NOTICES
        ]
        await notifications.replace(unit, chat_id, KIND, rows)
    await candidates.forget_at(unit, chat_id, reminders.morning(end, zone))


async def _forget(unit: Unit, chat_id: int, now: datetime) -> None:
    candidate = await candidates.load(unit, chat_id)
    if candidate is None:
        return
    if await inbox.is_open(unit, chat_id):  # a word of theirs is just being answered
        await candidates.forget_at(unit, chat_id, now + timedelta(days=1))
        return
    if candidate.blocked_at is not None or not _told_something(candidate):
        await partner_news.forget(unit, chat_id, now)
        return
    if any(each.item == KIND for each in await notifications.pending(unit, chat_id)):
        await candidates.forget_at(unit, chat_id, now + timedelta(days=1))
        return
    told = await notifications.last_sent_of(unit, chat_id, KIND)
    if told is None or told < candidate.seen_at:
        await _announce(unit, chat_id, now)
    elif told + LEAST > now:
        await candidates.forget_at(unit, chat_id, told + LEAST)
    else:
        await partner_news.forget(unit, chat_id, now)


def _told_something(candidate: Candidate) -> bool:
    return candidate.notice_version is not None or candidate.facts is not None


def word(notification: Notification, candidate: Candidate, now: datetime) -> Outgoing:
    """The notice in the person's language: what goes, when, and what keeps it."""
    language: Language = "fr" if candidate.language == "fr" else "en"
    zone = ZoneInfo(candidate.time_zone or USUAL)
    end = max(notification.last_safe_day, (now + LEAST).astimezone(zone).date())
    with use(language):
        stay = Button(plain("Keep my data"), STAY, style="primary")
        parts = [
            say("<b>Your data will be deleted on {day}</b>", day=day(end, weekday=True)),
            say(
                "You last wrote to me on {day}. After 12 months without a word from you I delete everything you told "
                "me, reminders included, as the privacy notice says.",
                day=day(candidate.seen_at.astimezone(zone).date()),
            ),
            say("To keep it, press “{keep}” or write anything to me. /export makes a copy for you.", keep=stay.label),
        ]
        return Outgoing(Html("\n\n".join(parts)), ((stay,), (Button(plain("Export my data"), privacy.EXPORT),)))
