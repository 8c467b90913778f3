"""Anything, in any order: whatever a person sends, the answer can be sent and what is kept can be read.

A machine of hypothesis presses every button that was ever shown, types every command, answers that fit and answers
that do not, changes the language, shares where it is and sends what is not read, in a chat of each language and from
three beginnings: nothing told, everything told, and two people linked.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from conversations import desk, scripts
from conversations.messages import Kind
from storage import candidates, links
from storage.database import open_database
from tests.conversations.chat import Chat
from tests.conversations.conftest import KEYS
from tests.conversations.full_facts import FULL
from tests.conversations.sound import all_rows, assert_sound

T = TypeVar("T")

ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "Choice": ("1", "2", "3", "no", "aucun"),
    "YesNo": ("yes", "non", "2"),
    "Years": ("1", "18 months", "plus de 5 ans", "61"),
    "Day": ("3 May 2024", "mai 2023", "1 1 1985", "31 12 2030", "today", "12/08/1992", "31 2 2020", "none"),
    "FourScores": ("L8 R7 W6.5 S7", "8 7 6.5 7", "CO 462 CE 462 EE 472 EO 494", "one by one", "7", "overall 7", "yes"),
    "City": ("Toronto", "Springfield", "Delhi", "2"),
    "Country": ("India", "Congo", "Guinée", "FR", "2"),
    "Occupation": ("21232", "nurse", "2173", "1", "soudeur", "99999"),
    "Amount": ("25 000 $", "15k", "0", "12 €"),
    "Hours": ("37.5", "168", "169"),
    "Whole": ("480", "1200", "1201"),
    "Stretches": ("1 May 2024 to 3 May 2024; June 2024 to July 2024", "mai 2023 au 3 juin 2023", "none", "toujours"),
    "Code": ("ABCD-EFGH", "abcd"),
    "Alias": ("Sam", "<b>", "é"),
    "Time": ("21", "7 pm"),
}
"""What fits a kind of question, and what nearly does."""

SECRETS: Final = ("hunter2secret", "1122334455", "AB1234567")

JUNK: Final = (
    *("ro:one:x", "ro:kind:448:9", "ro:kinds:²", "sc:line:x:y", "sc:ahead:99", "im:p:x", "im:g:", "wi:t:x"),
    *("wi:p:own:jobs:new", "wi:plan:b", "wi:back", "wi:goal:keep", "wi:goal:set", "wi:life", "wi:answers"),
    *("wi:e:birth", "wi:g:french", "df:pairs:478", "df:x", "dt:item:x", "dt:page:99", "set:rounds:all"),
    *("set:rounds:x", "ro:", "sc:", "im:", "wi:"),
)
"""Buttons that were never shown, or long ago."""

TYPED: Final = (
    *("<b>bold & <i>", "&lt;", "<a href='https://example.org'>x</a>", "\u202eabc", "\u200b", "😀" * 40, "x" * 4000),
    *(
        "٣١ ٣ ١٩٩٠",
        "３１ ３ １９９０",
        "²",
        "½",
        "-1",
        "0",
        "9" * 40,
        "1e9",
        "NaN",
        "1 1 0001",
        "31 12 9999",
        "29 2 1900",
    ),
    *(
        "%s {x} {0} }{",
        "a\nb",
        "/",
        "/start fr_x",
        "/partner ABCD-EFGH",
        "/partner <b>",
        "/nosuch <b>",
        "/noc <b>nurse",
    ),
    *("save", "yes", "back", "skip", "stop", "why", "I don't know", "continue", "Enregistrer", "hello", "/start"),
    *("delete my data", "DELETE", "SUPPRIMER", "start over", "Start over now", "Take over this copy", "keep"),
    *(
        "what is my score",
        "mon travail",
        "principal applicant",
        "my ielts will expire next month",
        "français",
        "English",
    ),
    *(f"my password is {SECRETS[0]}", f"UCI {SECRETS[1]}", f"my passport number is {SECRETS[2]}"),
)

NOT_TYPED: Final = (Kind.PHOTO, Kind.VOICE, Kind.OTHER, Kind.DOCUMENT, Kind.EDITED)

A_COPY: Final = json.dumps({"format": "express-entry-companion", "version": 1, "facts": FULL}).encode()


class Anything(RuleBasedStateMachine):
    """A person who may do anything, and a partner who may as well."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.opened = open_database(f"sqlite:///{self.folder.name}/companion.db", KEYS)
        self.database = self.does(self.opened.__aenter__())
        self.chats = (Chat(self.database, language="en"), Chat(self.database, chat_id=8, language="fr"))

    def does(self, what: Awaitable[T]) -> T:
        async def wait() -> T:
            return await what

        return self.runner.run(wait())

    def teardown(self) -> None:
        self.does(self.opened.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()

    def goes_on(self, chat: Chat, what: Awaitable[str]) -> None:
        self.does(what)
        assert_sound(chat.reply)

    @initialize(told=st.sampled_from(["nothing", "everything", "everything, linked"]))
    def begins(self, told: str) -> None:
        if told != "nothing":
            self.does(self._told(linked="linked" in told))

    async def _told(self, *, linked: bool) -> None:
        for chat, start in zip(self.chats, ("[Start]", "[Commencer]"), strict=True):
            await chat.goes_through("/start", start, "/stop")
            async with self.database.unit() as unit:
                found = await candidates.load(unit, chat.chat_id)
                assert found is not None
                await candidates.save(unit, replace(found, facts=FULL))
        if not linked:
            return
        one, other = self.chats
        async with self.database.unit() as unit:
            code = await links.make_code(unit, one.chat_id, one.now)
        await other.goes_through(f"/partner {code}", "[Accepter", "Sam")
        await one.goes_through("/partner", "[Agree and link]")

    # --- what a person does ---

    who = st.sampled_from([0, 0, 0, 1])

    @rule(who=who, place=st.integers(0, 40))
    def presses_a_button_of_the_last_answer(self, who: int, place: int) -> None:
        self._press(who, place, newest=1)

    @rule(who=who, place=st.integers(0, 400))
    def presses_an_older_button(self, who: int, place: int) -> None:
        self._press(who, place, newest=60)

    def _press(self, who: int, place: int, newest: int) -> None:
        chat = self.chats[who]
        shown = [button for message in chat.seen[-newest:] for row in message.keyboard for button in row if button.data]
        if shown:
            self.goes_on(chat, chat.presses_data(shown[place % len(shown)].data))

    @rule(who=who, data=st.sampled_from(JUNK))
    def presses_a_button_of_another_day(self, who: int, data: str) -> None:
        self.goes_on(self.chats[who], self.chats[who].presses_data(data))

    @rule(who=who, place=st.integers(0, 40))
    def types_the_label_of_a_button(self, who: int, place: int) -> None:
        chat = self.chats[who]
        shown = [button for message in chat.seen[-1:] for row in message.keyboard for button in row if button.data]
        if shown:
            self.goes_on(chat, chat.says(shown[place % len(shown)].label))

    @rule(who=who, name=st.sampled_from(sorted(desk.COMMANDS)))
    def types_a_command(self, who: int, name: str) -> None:
        self.goes_on(self.chats[who], self.chats[who].says(f"/{name}"))

    @rule(who=who, text=st.sampled_from(TYPED) | st.text(min_size=1, max_size=60))
    def types_anything(self, who: int, text: str) -> None:
        self.goes_on(self.chats[who], self.chats[who].says(text))

    @rule(who=who, choice=st.integers(0, 20))
    def answers_the_question(self, who: int, choice: int) -> None:
        chat = self.chats[who]
        question = self.does(self._question(chat))
        fitting = ANSWERS.get(type(question.kind).__name__, ("1", "2", "3")) if question else ("save", "yes", "1", "4")
        self.goes_on(chat, chat.says(fitting[choice % len(fitting)]))

    async def _question(self, chat: Chat) -> Any:
        place = await chat.place() or {}
        row = place["open"][-1] if place.get("open") else None
        return None if row is None else scripts.find(row["script"]).question(row["at"])

    @rule(who=who, kind=st.sampled_from(NOT_TYPED), text=st.sampled_from(TYPED))
    def sends_what_is_not_read(self, who: int, kind: Kind, text: str) -> None:
        self.goes_on(self.chats[who], self.chats[who].sends(kind, text))

    @rule(who=who, content=st.sampled_from([A_COPY, b"{}", b"\xff", None]))
    def sends_a_file(self, who: int, content: bytes | None) -> None:
        self.goes_on(self.chats[who], self.chats[who].sends_file(content))

    @rule(who=who, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))
    def shares_a_location(self, who: int, latitude: float, longitude: float) -> None:
        self.goes_on(self.chats[who], self.chats[who].shares_location(latitude, longitude))

    @rule(who=who)
    def begins_again(self, who: int) -> None:
        """What was open is open again, wherever it stood."""
        chat = self.chats[who]
        before = self.does(self._question(chat))
        self.goes_on(chat, chat.says("/start"))
        after = self.does(self._question(chat))
        if before is not None:
            assert after is not None
            assert after.key == before.key

    # --- what has to be so ---

    @invariant()
    def what_is_kept_can_be_read_and_holds_no_secret(self) -> None:
        for chat in self.chats:
            kept = self.does(all_rows(self.database, chat.chat_id))
            assert not [secret for secret in SECRETS if secret in kept]


TestAnything = Anything.TestCase
TestAnything.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
