"""Many people at once on the short interview, each with answers of their own, while the bot is killed around them.

They talk over HTTP only, as `tests.telegram_person` does, but over one shared session and reading only what is new:
a hundred of them must leave the processor to the bot.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import aiohttp

from bot.local.state import State

EDUCATION = (
    ("Less than secondary school (high school)", "less_than_secondary"),
    ("Secondary school (high school) diploma", "secondary"),
    ("Post-secondary program of one year", "one_year_post_secondary"),
    ("Post-secondary program of two years", "two_year_post_secondary"),
    ("Bachelor's degree, or a program of three years or more", "bachelors_or_three_plus_year_program"),
    (
        "Two or more credentials, one of them of three years or more",
        "two_or_more_credentials_one_three_plus_years",
    ),
    (
        "Master's degree, or a professional degree (medicine, law, pharmacy …)",
        "masters_or_entry_to_practice_professional",
    ),
    ("Doctorate (PhD)", "doctoral"),
)
PARTNERS = {"1": "No partner", "3": "Yes, not coming to Canada with me", "4": "Yes, a citizen or permanent resident"}
STUDIES = ("No", "A program of one year", "A program of two years", "A program of three years or more")  # as they begin
ABILITIES = ("listening", "reading", "writing", "speaking")
PATIENCE = 900.0  # seconds after which a person gives up; many starts of the bot may fall into them
SILENCE = 400.0  # seconds without the next question after which a person types /start


@dataclass(frozen=True)
class Step:
    """One answer: the words of its question, what is typed, the button that says the same (if any), the summary."""

    question: str
    typed: str
    summary: str
    button: str = ""  # the end of the button's data
    fact: tuple[str, Any] = ("", None)  # a key of the stored facts with its value


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _years(years: int, most: int) -> str:
    if years >= most:
        return f"{years} complete years or more"
    return "no complete year" if not years else f"{years} complete year{'s' if years > 1 else ''}"


def answers_of(chance: random.Random, today: date) -> list[Step]:
    """The answers of one person, no two neighbours alike, so that one that slips by a question shows."""
    birth = date(chance.randrange(1972, 2003), chance.randrange(1, 13), chance.randrange(1, 29))
    result = today - timedelta(days=chance.randrange(10, 690))
    partner = chance.choice(list(PARTNERS))
    education = chance.randrange(8)
    scores = [chance.randrange(8, 18) / 2 for _ in ABILITIES]
    canadian = chance.randrange(6)
    foreign = chance.choice([years for years in range(7) if years != canadian])
    certificate, nomination, sibling = (chance.random() < 0.5 for _ in range(3))
    study = chance.randrange(4)

    def yes_no(question: str, yes: bool, fact: str) -> Step:
        said = "yes" if yes else "no"
        return Step(question, said, said.capitalize(), f"={said}", (fact, yes))

    return [
        Step("date of birth", birth.isoformat(), _said(birth), fact=("birth_date", birth.isoformat())),
        Step("spouse or common-law", partner, PARTNERS[partner]),
        Step("highest completed", EDUCATION[education][0], EDUCATION[education][0], "=" + EDUCATION[education][1]),
        Step("Which language test", "ielts", "IELTS General Training (English)", "=ielts_general"),
        Step(
            "four scores",
            "L{:g} R{:g} W{:g} S{:g}".format(*scores),
            ", ".join(f"{ability} {score:.1f}" for ability, score in zip(ABILITIES, scores, strict=True)),
        ),
        Step("date of the result", result.isoformat(), _said(result)),
        Step("other official language", "none", "No", "=none"),
        Step(
            "skilled work do you have in Canada",
            str(canadian),
            _years(canadian, 5),
            f"={canadian}",
            ("canadian_work_years", canadian),
        ),
        Step(
            "skilled work do you have outside Canada",
            str(foreign),
            _years(foreign, 6),
            f"={foreign}",
            ("foreign_work_years", foreign),
        ),
        yes_no(
            "certificate of qualification",
            certificate,
            "certificate_of_qualification",
        ),
        yes_no("nomination from a province", nomination, "provincial_nomination"),
        yes_no("brother or sister", sibling, "sibling_in_canada"),
        Step("post-secondary program in Canada", STUDIES[study].lower(), STUDIES[study]),
    ]


@dataclass
class Tally:
    """What is counted."""

    people: int = 0
    answers: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    silences: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)


class Walker:
    """Somebody on the way through the interview; a hasty one sends several answers without waiting."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        chat_id: int,
        steps: list[Step],
        tally: Tally,
        *,
        chance: random.Random,
        hasty: bool,
    ) -> None:
        self.chat_id = chat_id
        self.steps = steps
        self.hasty = hasty
        self._session = session
        self._url = f"{url}/local"
        self._tally = tally
        self._chance = chance
        self._change = 0
        self._fresh: dict[int, dict[str, Any]] = {}  # changed since the person last did something

    async def walk(self) -> None:
        """From /start to the question that follows the score; what goes wrong is in the tally."""
        self._tally.people += 1
        try:
            await self._post("people", {"id": self.chat_id, "first_name": "P", "language_code": "en"})
            await self._say("/start")
            await self._press(await self._see("No name, passport"), "p:start")
            await self._see(self.steps[0].question)
            if self.hasty:
                await self._rush()
            else:
                await self._answer_one_by_one()
            summary = await self._see("Your answers")
            self._compare(summary)
            await self._press(summary, ":ok")
            await self._press(summary, ":ok", again=True)
            await self._see("CRS score, estimated")
            await self._see("Which city's clock")
        except TimeoutError:
            self._tally.stuck.append(f"person {self.chat_id}: {self._shown()}")

    async def _rush(self) -> None:
        at = 0
        while at < len(self.steps):
            until = min(len(self.steps), at + self._chance.randrange(2, 7))
            self._fresh.clear()
            for step in self.steps[at:until]:
                await self._say(step.typed, forget=False)
                self._tally.answers += 1
            at = until
            await self._see(self.steps[at].question if at < len(self.steps) else "Your answers")

    async def _answer_one_by_one(self) -> None:
        for at, step in enumerate(self.steps):
            shown = await self._see(step.question)
            if step.button and self._chance.random() < 0.7:
                await self._press(shown, step.button)
            else:
                await self._say(step.typed)
            self._tally.answers += 1
            await self._see(self.steps[at + 1].question if at + 1 < len(self.steps) else "Your answers")

    def _compare(self, summary: dict[str, Any]) -> None:
        lines = re.findall(r"^\d+\. [^:\n]+: (.+)$", summary["text"], re.MULTILINE)
        for step, line in zip(self.steps, lines, strict=False):
            if not line.startswith(step.summary):
                self._tally.lost.append(f"person {self.chat_id}, {step.question}: said {step.typed}, kept {line}")
        if len(lines) != len(self.steps):
            self._tally.lost.append(f"person {self.chat_id}: {len(self.steps)} answers, {len(lines)} lines")
        # Every answer taken moves the number in the buttons on by one.
        moved = int(_data(summary, ":ok").split(":")[1].rpartition(".")[2])
        if moved > len(self.steps):
            self._tally.twice.append(f"person {self.chat_id}: {len(self.steps)} answers, {moved} applied")

    # Seeing and doing

    async def _see(self, words: str) -> dict[str, Any]:
        """The newest message with these words that is new since the person last did something."""
        loop = asyncio.get_running_loop()
        began = said = loop.time()
        while True:
            for message in reversed(self._fresh.values()):
                if message["from"]["is_bot"] and words in message["text"]:
                    return message
            now = loop.time()
            if now - began > PATIENCE:
                raise TimeoutError
            if now - said > SILENCE:
                self._tally.silences.append(f"person {self.chat_id} before {words!r}: {self._shown()}")
                said = now
                await self._say("/start")
            path = f"people/{self.chat_id}/messages?after={self._change}&timeout=2"
            chat = await self._call("GET", path)
            self._change = chat["change"]
            for message in chat["messages"]:
                self._fresh.pop(message["message_id"], None)
                self._fresh[message["message_id"]] = message

    def _shown(self) -> str:
        return " | ".join(each.get("text", "")[-80:].replace("\n", " ") for each in self._fresh.values())

    async def _say(self, text: str, *, forget: bool = True) -> None:
        if forget:
            self._fresh.clear()
        await self._post(f"people/{self.chat_id}/say", {"text": text})

    async def _press(self, message: dict[str, Any], button: str, *, again: bool = False) -> None:
        data = _data(message, button)
        if not again:
            self._fresh.clear()
        body = {"message_id": message["message_id"], "data": data, "stale": True}
        await self._post(f"people/{self.chat_id}/press", body)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        await self._call("POST", path, body)

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        async with self._session.request(method, f"{self._url}/{path}", json=body) as answer:
            result: dict[str, Any] = await answer.json()
            assert answer.status == 200, f"{path}: {result}"
            return result


def _data(message: dict[str, Any], ending: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next(
        str(button["callback_data"]) for row in rows for button in row if button["callback_data"].endswith(ending)
    )


class Repeats:
    """Counts messages that came to a chat again, by the life of the bot in which they came."""

    def __init__(self, telegram_calls: Counter[str], state: State) -> None:
        self._calls = telegram_calls
        self._seen: dict[tuple[int, str], list[int]] = defaultdict(list)
        state.watchers.add(self._watch)

    def _watch(self, event: str, chat_id: int, message: Any) -> None:
        if event == "message" and message["from"]["is_bot"] and "edit_date" not in message:
            words = message["text"] + json.dumps(message.get("reply_markup"))
            # A life that never said getMe never said anything else.
            self._seen[chat_id, words].append(self._calls["getMe"])

    @property
    def total(self) -> int:
        """Messages that came again."""
        return sum(len(lives) - 1 for lives in self._seen.values())

    @property
    def most_in_one_chat(self) -> int:
        """How many different messages came again at most in one chat after one kill."""
        after = Counter(
            (chat_id, life) for (chat_id, _), lives in self._seen.items() for life in lives[1:] if life != lives[0]
        )
        return max(after.values(), default=0)

    @property
    def within_a_life(self) -> int:
        """Messages that one life of the bot sent twice: because an answer of Telegram's was lost on the way."""
        return sum(count - 1 for lives in self._seen.values() for count in Counter(lives).values())
