"""Lives lived at random: whatever happens and in whatever order, score, facts, reminders and stage stay true.

A machine of hypothesis walks every event of the catalogue, the steps of the journey, invitations, plans, the profile,
documents, other time zones, days that pass, restarts and undo, and holds after each step what may never be wrong.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from conversations import reminders
from conversations.documents.words import mark
from conversations.events import couple, express_entry, plans
from conversations.events.catalogue import EVENTS
from conversations.journey.room import news
from conversations.undo import family
from rules import crs
from rules.documents import documents
from rules.facts import Facts
from rules.invitation_check import check
from rules.journey import State, course_of, stage_on
from storage.journal import Entry
from tests.conversations.events.people import IELTS, JOB
from tests.conversations.full_facts import FULL
from tests.conversations.life import Life, Moment, Reminder, as_row, without_names
from tests.conversations.verdicts import possible

T = TypeVar("T")

# --- what may change by what ---

OFFER: Final = {"offer", "arranged_employment", "job_offer", "job_offer_assessed"}
JOURNEY: Final = {"profile", "invitation", "application"}
LEFT_BEHIND: Final = {"official_score", "official_score_on", "nomination"}
"""What a new profile leaves behind of the old one."""
PARTING: Final = {"partner", "partner_unknown", "former_partner", "children", "sibling_in_canada", "relative_in_canada"}


def _each(names: set[str], *keys: str) -> dict[str, set[str]]:
    return dict.fromkeys(keys, names)


TOUCHED: Final[Mapping[str, set[str]]] = {
    couple.GROUP: {"partner", "partner_unknown", "former_partner"},
    "children": {"children", "child_expected"},
    "relatives": {"sibling_in_canada", "relative_in_canada"},
    "work": {"jobs"},
    "studies": {"tests", "credentials", "certificate_of_qualification"},
    "offer": OFFER | {"nomination", "provincial_nomination", "invitation"},
    "moves": {"jobs", "stays", "permits", "settlement_funds", "passport_expires"}
    | {"intends_to_live_in_quebec", "without_status_in_canada"},
    "express_entry": JOURNEY | LEFT_BEHIND,
}
"""The facts that an event may touch, by its group."""

ONLY: Final[Mapping[str, set[str]]] = {
    **_each(PARTING, "separation", "divorce", "partner_died"),
    "sibling_there": {"sibling_in_canada"},
    "sibling_gone": {"sibling_in_canada"},
    "relative_there": {"relative_in_canada"},
    "relative_gone": {"relative_in_canada"},
    **_each({"children"}, "child_coming", "child_canadian", "child_couple", "child_left", "child_died"),
    **_each({"child_expected"}, "child_expected", "child_not_expected"),
    "new_result": {"tests"},
    "certificate": {"certificate_of_qualification"},
    **_each({"credentials"}, "new_diploma", "assessment"),
    **_each(OFFER, "offer_gained", "offer_changed", "offer_lost"),
    "nomination_received": {"nomination", "provincial_nomination", "invitation"},
    **_each({"nomination"}, "nomination_accepted", "nomination_refused"),
    "nomination_ended": {"nomination", "provincial_nomination"},
    "funds_changed": {"settlement_funds"},
    "moved_country": {"jobs", "stays"},
    **_each({"intends_to_live_in_quebec"}, "moved_province", "quebec"),
    **_each({"permits"}, "permit_new", "permit_renewed"),
    "permit_ended": {"permits", "without_status_in_canada"},
    "passport": {"passport_expires"},
    **_each({"profile"}, "withdrawn", "no_longer_eligible"),
    **_each({"application"}, "approved", "refused", "application_withdrawn", "landed", "returned_incomplete"),
    **_each({"application"}, *(event.key for event in express_entry.ASKED)),
}
"""Where that is said more closely, by the key of the event."""

OF_THE_PARTNER: Final[Mapping[str, set[str]]] = {
    "marriage": {"married"},
    "living_together": {"living_together_since", "married"},
    **_each({"status"}, "partner_coming", "partner_not_coming", "partner_canadian"),
}
"""What an event may touch of a partner who was told of before."""

LISTS: Final = ("jobs", "tests", "credentials", "children", "permits", "stays", "activities", "papers")
"""Lists of which one event changes, ends or replaces one row at most."""
SEVERAL: Final = {
    "moved_country": {"jobs"},
    "new_result": {"tests"},
    **_each({"children"}, "separation", "divorce", "partner_died"),
}
"""Those that can be about several: the jobs that end with a move, the results that a newer one replaces, and the
children of a partner, who go with them.
"""

OTHER_ENTRIES: Final[Mapping[str, set[str]]] = {
    "invitation": {"invitation", "application"},
    "document": {"papers"},
    "planned": set(),
    "not_applied": set(),
}

BEGINNINGS: Final[Sequence[dict[str, Any]]] = (
    {"birth_date": "1991-03-31", "education": "secondary", "tests": []},
    {
        "birth_date": "1992-01-15",
        "tests": [IELTS],
        "jobs": [JOB, {**JOB, "start": "2022-03-01", "end": "2025-10-31", "country": "IN", "authorised": None}],
        "credentials": [
            {
                "level": "masters_or_entry_to_practice_professional",
                "country": "IN",
                "completed": "2014-06-30",
                "assessed": "2025-01-10",
            }
        ],
        "settlement_funds": 25_000,
        "profile": {"submitted": "2026-05-04"},
        "partner": {"status": "accompanying", "married": "2021-06-12", "education": "secondary"},
        "children": [{"birth_date": "2019-07-07"}, {"birth_date": "2022-02-02"}],
        "sibling_in_canada": True,
        "stays": [{"country": "IN", "start": "2010-01-01", "end": "2025-11-30"}],
        "permits": [{"kind": "open_work", "until": "2027-08-31"}],
        "passport_expires": "2030-01-01",
    },
    {
        "birth_date": "1987-12-20",
        "education": "bachelors_or_three_plus_year_program",
        "tests": [IELTS],
        "jobs": [{**JOB, "start": "2023-01-02"}],
        "settlement_funds": 18_000,
        "profile": {"submitted": "2026-09-04"},
        "invitation": {"issued": "2026-11-18", "program": "canadian_experience", "cut_off": 416, "score": 419},
        "partner": {"status": "not_accompanying", "living_together_since": "2024-05-01"},
    },
    {**FULL, "application": {"biometrics_asked": "2026-11-21"}},
)
"""Where a life begins: almost nothing told, a family in the pool, someone invited, everything told once."""

STEPS: Final = tuple(event.key for event in express_entry.STEPS)
OUTCOMES: Final = ("i:applied", "i:declined", "i:cancelled", "i:new", "i:tell", "i:lapsed", "i:undo")
SHOWN: Final = (
    "/score",
    "/dates",
    "/journey",
    "/documents",
    "/history",
    "/invitation",
    "/change",
    "/profile",
    "/start",
    "/why",
    "/risks",
    "/calendar",
    "/rounds",
    "/improve",
    "/french",
    "/nomination",
    "/whatif",
    "/goal",
    "/compare 478",
    "/programs",
)
BESIDE: Final = ("d:", "set", "n:", "pa", "hy:d", "l:", "q:", "dt:o", "wi:goal")
"""Buttons that are pressed elsewhere: settings, notices, partners, deletions, languages, questions, and those that turn
the reminders of one date off and on or set a goal, where no fact changes.
"""


BY_CALENDAR: Final = (reminders.SELF_CHECK, reminders.CALENDAR)
"""Items that follow from the day of the plan alone."""

A_MONTH: Final = timedelta(days=31)
A_DAY: Final = timedelta(days=1)
"""The longest time between two words of the month."""


class Lives(RuleBasedStateMachine):
    """One life, and what has to be true of it after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.life: Life | None = None
        self.before_of: dict[str, Moment] = {}
        """What was there before an entry that came alone, by its key."""

    def teardown(self) -> None:
        if self.life is not None:
            self.does(self.life.ends())
        self.runner.close()
        self.folder.cleanup()

    def does(self, what: Awaitable[T]) -> T:
        async def wait() -> T:
            return await what

        return self.runner.run(wait())

    @property
    def lived(self) -> Life:
        assert self.life is not None
        return self.life

    @initialize(
        told=st.sampled_from(BEGINNINGS),
        zone=st.sampled_from(["America/Toronto", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Honolulu"]),
        language=st.sampled_from(["en", "fr-CA"]),
    )
    def begins(self, told: dict[str, Any], zone: str, language: str) -> None:
        self.life = Life(Path(self.folder.name), language)
        self.does(self.life.begins(told, zone))
        self.does(self.life.works())
        self.was = self.does(self.life.moment())

    dice = st.integers(0, 2**30).map(Random)

    def step(self, what: Awaitable[Any]) -> tuple[Moment, Moment]:
        """Does it, and holds what must be true of every step: what was before, and what is now."""
        was = self.was
        self.does(what)
        now = self.was = self.does(self.lived.moment())
        added = self._only_added(was, now)
        self._scores(was, now, added)
        for entry, previous in zip(added, (was.entries[-1], *added), strict=False):
            self._only_what_it_is_about(entry, previous)
        if len(added) == 1:
            self.before_of[added[0].key] = was
        self._reminders(was, now, added)
        if added or was.today != now.today:
            self._verdict(now)
        return was, now

    # --- what has to be true ---

    def _only_added(self, was: Moment, now: Moment) -> tuple[Entry, ...]:
        assert now.entries[: len(was.entries)] == was.entries
        added = now.entries[len(was.entries) :]
        assert added or now.told == was.told, "facts changed without an entry"
        return added

    def _scores(self, was: Moment, now: Moment, added: Sequence[Entry]) -> None:
        assert now.told == now.entries[-1].entry["facts"]
        for entry, previous in zip(added, (was.entries[-1], *added), strict=False):
            told, before, on = entry.entry["facts"], previous.entry["facts"], date.fromisoformat(entry.entry["on"])
            assert was.today <= on <= now.today or was.zone != now.zone
            scored = crs.score(Facts.model_validate(told), on)
            assert (entry.entry["score"], entry.entry["rule_set"]) == (scored.total, scored.rule_set)
            assert entry.entry["score_before"] == crs.score(Facts.model_validate(before), on).total
            differs = {name for name in {*told, *before} if told.get(name) != before.get(name)}
            assert entry.entry["changed"] == {name: [before.get(name), told.get(name)] for name in differs}

    def _only_what_it_is_about(self, entry: Entry, previous: Entry) -> None:
        kind, _, about = entry.kind.partition(":")
        changed, before, after = {*entry.entry["changed"]}, previous.entry["facts"], entry.entry["facts"]
        if kind in OTHER_ENTRIES:
            assert changed <= OTHER_ENTRIES[kind], (entry.kind, changed)
        if kind != "event":
            return
        assert changed, entry.kind
        assert changed <= ONLY.get(about, TOUCHED[EVENTS[about].group]) | {"none_of", "put_off"}, (entry.kind, changed)
        if about in OF_THE_PARTNER and before.get("partner"):
            theirs, others = before["partner"], after["partner"]
            touched = {name for name in {*theirs, *others} if theirs.get(name) != others.get(name)}
            assert touched <= OF_THE_PARTNER[about], (about, touched)
        for name in LISTS:
            kept = [json.dumps(row, sort_keys=True) for row in after.get(name) or ()]
            lost = [row for row in before.get(name) or () if json.dumps(row, sort_keys=True) not in kept]
            assert len(lost) <= 1 or name in SEVERAL.get(about, ()), (entry.kind, name, lost)

    def _reminders(self, was: Moment, now: Moment, added: Sequence[Entry]) -> None:
        """They follow from the facts, after every change and however long nothing was told; only what went out goes."""
        anew = self.lived.planned_anew
        if not added and was.zone == now.zone and (anew is None or anew <= was.now):
            assert now.clock_reminders <= was.clock_reminders
            gone = was.clock_reminders - now.clock_reminders
            assert all(due_at <= now.now for _, _, due_at, _ in gone), gone
        if any(item in BY_CALENDAR and due_at <= now.now for item, _, due_at, _ in now.clock_reminders):
            return  # the program was down, and has not planned anew yet what the calendar changed
        kept_at = max(added[-1].at, anew or added[-1].at) if added else now.now
        wanted = {row for row in self._planned(now, kept_at) if row[2] > now.now and row[0] not in BY_CALENDAR}
        waiting = {row for row in now.to_come(now.now) if row[0] not in BY_CALENDAR}
        overtaken = {(row[0], row[1]) for row in self._planned(now, kept_at - A_DAY) if row[2] <= now.now}
        kept = {row for row in waiting - wanted if (row[0], row[1]) in overtaken}  # by another zone
        # A question that came late is looked at a day later than planned.
        kept |= {row for row in waiting - wanted if row[0].startswith(reminders.UNANSWERED)}
        assert waiting - kept <= wanted, waiting - kept - wanted
        # What the calendar brings into sight later than the last plan is planned with the word of the month.
        planned_at = max(now.entries[-1].at, anew or now.entries[-1].at)
        missing = wanted - waiting
        assert not added or not missing
        assert all(due_at > planned_at + A_MONTH for _, _, due_at, _ in missing), missing

    def _planned(self, moment: Moment, at: datetime) -> frozenset[Reminder]:
        """The reminders that follow from the facts at an instant, but for what went out already."""
        found = reminders.planned(moment.candidate, moment.facts, at)
        rows = {as_row(each) for several in found.values() for each in several}
        return frozenset(rows) - self._out_of(rows)

    def _out(self, moment: Moment) -> frozenset[Reminder]:
        return self._out_of(moment.clock_reminders)

    def _out_of(self, rows: Iterable[Reminder]) -> frozenset[Reminder]:
        return frozenset(
            row for row in rows if (row[0], row[1], json.loads(row[3])["last_safe_day"]) in self.lived.sent
        )

    def _verdict(self, now: Moment) -> None:
        """Of today, and of a day that lies behind a birthday or the end of an invitation where one is near."""
        for on in (now.today, now.today + timedelta(days=35)):
            found, wanted = check(now.facts, on), possible(now.facts, on)
            assert (found is None) == (wanted is None)
            if found is not None and wanted is not None:
                assert found.verdict in wanted, (found.verdict, wanted, [(why.key, why.says) for why in found.reasons])

    # --- what happens ---

    @rule(dice=dice, key=st.sampled_from(sorted(EVENTS)))
    def something_happens(self, dice: Random, key: str) -> None:
        facts, on = self.was.facts, self.was.today
        if not EVENTS[key].applies(facts, on) and dice.random() < 0.9:
            key = dice.choice([each.key for each in EVENTS.values() if each.applies(facts, on)])
        self._event(dice, key)

    @rule(dice=dice)
    def something_happens_that_can(self, dice: Random) -> None:
        facts, on = self.was.facts, self.was.today
        self._event(dice, dice.choice([each.key for each in EVENTS.values() if each.applies(facts, on)]))

    @rule(dice=dice)
    def two_things_are_planned_and_their_days_come(self, dice: Random) -> None:
        facts, on = self.was.facts, self.was.today
        ahead = [each.key for each in EVENTS.values() if each.applies(facts, on) and not each.dated]
        for key in dice.sample(ahead, 2):
            self.lived.ahead = True
            self._event(dice, key)
            self.lived.ahead = False
        self.time_goes_by(dice, dice.choice((20, 40, 70)))

    @rule(dice=dice, key=st.sampled_from(STEPS))
    def a_step_of_the_journey(self, dice: Random, key: str) -> None:
        self._event(dice, key)

    def _event(self, dice: Random, key: str) -> None:
        event = EVENTS[key]
        can = event.applies(self.was.facts, self.was.today) and not event.lacking(self.was.facts, self.was.today)
        was, now = self.step(self.lived.walks(dice, f"c:e:{key}"))
        added = now.entries[len(was.entries) :]
        theirs = [entry for entry in added if entry.kind == f"event:{key}"]
        if not can:
            assert not theirs
            assert not any(entry.kind == f"planned:{key}" for entry in added)
        if theirs and key in STEPS:
            told = date.fromisoformat(self.lived.answers[event.script_key]["since"])
            self._is_at(was, now, told, State(key))
        self._no_plan_lost(was, now, key)

    def _is_at(self, was: Moment, now: Moment, told: date, state: State) -> None:
        reached = {state}
        if state in (State.in_pool, State.re_entered):
            reached = {State.in_pool, State.re_entered}
            # A nomination told before there was a profile waits for its answer once that is submitted; told of one
            # that waits already, the step is the answer.
            if stage_on(was.facts, told).state is not State.nomination_pending:
                reached.add(State.nomination_pending)
        if state is State.returned_incomplete:
            reached |= {State.invitation_expired}
        assert stage_on(now.facts, told).state in reached, (state, told, stage_on(now.facts, told))

    def _no_plan_lost(self, was: Moment, now: Moment, key: str) -> None:
        """A plan goes only by its own event planned anew; the others stay as they are."""
        left = {each.id for each in now.plans}
        ripened = sum(family(entry.kind) in ("event", "not_applied") for entry in now.entries[len(was.entries) :])
        lost = [each for each in was.plans if each.id not in left and each.event != key]
        assert len(lost) <= ripened, lost

    @rule(dice=dice)
    def what_is_offered_as_new_can_be_told(self, dice: Random) -> None:
        offered = [data for _, data in news(self.was.facts, self.was.today) if data.startswith("c:e:")]
        offered = [data for data in offered if data.removeprefix("c:e:") in STEPS]
        if offered:
            self._event(dice, dice.choice(offered).removeprefix("c:e:"))

    @rule(dice=dice, way=st.sampled_from(OUTCOMES))
    def something_becomes_of_the_invitation(self, dice: Random, way: str) -> None:
        was, now = self.step(self._invitation(dice, way))
        added = now.entries[len(was.entries) :]
        for name, state in (
            ("applied", State.applied),
            ("declined", State.declined),
            ("cancelled", State.cancelled_by_minister),
        ):
            if added and added[-1].kind == f"invitation:{name}":
                invitation = now.facts.invitation
                assert invitation is not None
                told = getattr(invitation, name)
                course = course_of(now.facts, told)
                assert course is not None
                assert course.state is state

    async def _invitation(self, dice: Random, way: str) -> None:
        await self.lived.walks(dice, way)
        asked = await self.lived.asked()
        if asked.get("what") == "invitation":
            word = "run out" if asked["outcome"] == "lapse" else "declined"
            await self.lived.chat.says(word if dice.random() < 0.85 else "perhaps")
            assert (await self.lived.asked()).get("what") != "invitation"

    @rule(dice=dice, at=st.integers(0, 60))
    def a_document_gets_further(self, dice: Random, at: int) -> None:
        found = documents(self.was.facts, self.was.today)
        if found:
            one = found[at % len(found)]
            self.step(self.lived.walks(dice, f"dc:{dice.choice('ahnd')}:{mark(one.key)}"))

    @rule(dice=dice, shown=st.sampled_from(SHOWN))
    def looks_around_and_presses(self, dice: Random, shown: str) -> None:
        self.step(self._wanders(dice, shown))

    async def _wanders(self, dice: Random, shown: str) -> None:
        chat = self.lived.chat
        await chat.says(shown)
        for _ in range(dice.randrange(4)):
            rows = [row for message in chat.reply.messages for row in message.keyboard]
            buttons = [each.data for row in rows for each in row if each.data and not each.data.startswith(BESIDE)]
            if not buttons:
                return
            await self.lived.walks(dice, dice.choice(buttons))

    @rule(dice=dice)
    def undoes_the_last_change(self, dice: Random) -> None:
        was = self.was
        if any(each.day <= was.today for each in was.plans):
            return  # the program was down on its day: the press itself brings that change, which is the last one then
        undone = {each.entry["undone"].get("entry") for each in was.entries if each.kind == "undone"}
        standing = [
            (place, entry)
            for place, entry in enumerate(was.entries)
            if (entry.entry["changed"] or entry.kind.startswith("planned:")) and entry.kind != "undone"
        ]
        place, entry = next(((n, each) for n, each in reversed(standing) if each.key not in undone), (0, None))
        if entry is None or place == 0:
            return
        was, now = self.step(self.lived.chat.presses_data(f"c:undo:{entry.key}"))
        added = now.entries[len(was.entries) :]
        if family(entry.kind) == "planned":
            self._plan_undone(entry, was, now)
            return
        assert [each.kind for each in added] == ["undone"], (entry.kind, self.lived.chat.text)
        assert now.told == was.entries[place - 1].entry["facts"]
        assert (
            added[0].entry["score"]
            == crs.score(Facts.model_validate(was.entries[place - 1].entry["facts"]), now.today).total
        )
        then = self.before_of.get(entry.key)
        if then is None or (then.zone, then.today) != (now.zone, now.today):
            return
        # A day that came since the last change may have brought something: then it is told anew with this one.
        if then.clock_reminders == self._planned(then, then.now):
            assert now.to_come(now.now) == then.to_come(now.now) - self._out(then)

    def _plan_undone(self, entry: Entry, was: Moment, now: Moment) -> None:
        planned = entry.entry["planned"]["id"]
        assert now.told == was.told
        assert planned not in {each.id for each in now.plans}
        then = self.before_of.get(entry.key)
        later = was.entries[-1].key != entry.key
        if planned in {each.id for each in was.plans} and then is not None and not later:
            kept = {without_names(each) for each in then.plans if each.day > now.today}
            assert {without_names(each) for each in now.plans} == kept

    @rule(dice=dice, key=st.sampled_from(("new_result", "new_result", "partner_english", "partner_french")))
    def what_has_just_happened_is_undone(self, dice: Random, key: str) -> None:
        """Above all a new result, which has reminders of its own."""
        if not EVENTS[key].applies(self.was.facts, self.was.today):
            key = "new_result"
        self._event(dice, key)
        self.undoes_the_last_change(dice)

    @rule(dice=dice, days=st.sampled_from([0, 1, 1, 3, 12, 40, 100, 240]))
    def time_goes_by(self, dice: Random, days: int) -> None:
        was, now = self.step(self.lived.passes(dice, days))
        gone = [each for each in was.plans if each.id not in {left.id for left in now.plans}]
        added = now.entries[len(was.entries) :]
        assert len(added) == len(gone)
        assert all(each.day <= now.today for each in gone)
        for each in gone:
            assert any(entry.kind in (f"event:{each.event}", f"not_applied:{each.event}") for entry in added)

    @rule(city=st.sampled_from(["Toronto", "Delhi", "Auckland", "Honolulu", "London"]))
    def moves_to_another_clock(self, city: str) -> None:
        _, now = self.step(self._moves(city))
        for each in now.plans:
            assert each.due_at == plans.begins(each.day, now.zone)

    async def _moves(self, city: str) -> None:
        chat = self.lived.chat
        await chat.says("/timezone")
        await chat.says(city)
        if (state := await self.lived.open()) is not None and state.script == "zone":
            await self.lived.finishes(Random(1))

    @rule()
    def the_program_ends_and_is_there_again(self) -> None:
        was, now = self.step(self.lived.restarts())
        assert (was.candidate, was.entries, was.reminders, was.plans) == (
            now.candidate,
            now.entries,
            now.reminders,
            now.plans,
        )

    @rule(dice=dice)
    def a_press_comes_twice(self, dice: Random) -> None:
        """The button that saves is pressed twice: the second changes nothing."""
        key = dice.choice([each.key for each in EVENTS.values() if each.applies(self.was.facts, self.was.today)])
        pressed: list[str] = []
        chat = self.lived.chat
        presses = chat.presses_data

        async def noted(data: str) -> str:
            pressed.append(data)
            return await presses(data)

        chat.presses_data = noted  # type: ignore[method-assign]
        try:
            self.step(self.lived.walks(dice, f"c:e:{key}"))
        finally:
            chat.presses_data = presses  # type: ignore[method-assign]
        if pressed and pressed[-1].startswith("q:"):
            was, now = self.step(self.lived.hears_again(pressed[-1]))
            assert (was.told, len(was.entries), was.plans) == (now.told, len(now.entries), now.plans)


HEALTH: Final = list(HealthCheck)
# A life that failed is not made shorter: that takes minutes, and the one found tells what happened in it.
SHORT: Final = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=HEALTH,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
)
LONG: Final = settings(SHORT, max_examples=30, stateful_step_count=30, derandomize=False)


def test_a_life_in_any_order_keeps_its_score_its_reminders_and_its_stage() -> None:
    run_state_machine_as_test(Lives, settings=SHORT)


@pytest.mark.soak
def test_many_lives_in_any_order() -> None:
    run_state_machine_as_test(Lives, settings=LONG)
