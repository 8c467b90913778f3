"""The tables: plain text that is also Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.in_process import Timed
from bench.reminders import ANSWERS_A_SECOND, PER_SECOND, Drained, Swept
from bench.rules import BookTimed
from bench.runs import Measured, Size, Subject
from bench.screens import PER_SECOND as SCREENS_A_SECOND
from bench.screens import Shown

FEWEST = 8_000
"""Chats of the larger store, at least: as many as the loads and the interview beside the reminders need."""


@dataclass(frozen=True, slots=True)
class Check:
    """A measured number held against its budget; `at_most` None where there is only an aim or nothing."""

    what: str
    measured: float
    at_most: float
    unit: str = ""  # "" for a ratio
    aim: bool = False

    @property
    def cells(self) -> list[str]:
        """As a row of a table."""
        met = "met" if self.measured < self.at_most or (not self.unit and self.measured == self.at_most) else "missed"
        wanted = "aim" if self.aim else "budget"
        limit = f"{wanted}: {'under' if self.unit else 'at most'} {self.at_most:,g}"
        return [self.what, _number(self.measured, self.unit), f"{limit} {self.unit}".strip(), met]


def _number(value: float, unit: str) -> str:
    return f"{value:.2f}" if not unit else f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f} {unit}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """A Markdown table with its columns aligned, the first `left` to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        parts = [
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(parts)} |"

    rule = ["-" * width if column < left else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([line(head), line(rule), *(line(row) for row in rows)])


def bots(measured: Sequence[tuple[Subject, Measured]]) -> str:
    """The table of bots."""
    head = [
        "bot",
        "stored chats",
        "updates/s",
        "CPU µs/update",
        "server µs",
        "paced p50 ms",
        "p99 ms",
        "CPU µs/update",
        "MB at start",
        "MB after",
        "start s",
    ]
    rows = [
        [
            subject.name,
            f"{subject.stored:,}" if subject.stored else "-",
            f"{one.per_second:,.0f}",
            f"{one.cpu:,.0f}",
            f"{one.server_cpu:,.0f}",
            f"{one.p50:.2f}",
            f"{one.p99:.2f}",
            f"{one.paced_cpu:,.0f}",
            f"{one.memory_at_start:.0f}",
            f"{one.memory_after:.0f}",
            f"{one.start_seconds:.1f}",
        ]
        for subject, one in measured
    ]
    return table(head, rows, 1)


def ratios(few: Measured, many: Measured, ptb: Measured, aiogram: Measured, stored: tuple[int, int]) -> list[Check]:
    """What the saturated CPU of the interview step is held against."""
    fewer, more = (f"{count:,}" for count in stored)
    return [
        Check("interview step / python-telegram-bot echo (CPU, saturated)", few.cpu / ptb.cpu, 1),
        Check("interview step / aiogram echo (CPU, saturated)", few.cpu / aiogram.cpu, 1, aim=True),
        Check(f"step with {more} chats stored / with {fewer} (CPU, saturated)", many.cpu / few.cpu, 1.2),
    ]


def book(timed: BookTimed) -> list[Check]:
    """The rule book on candidates each of whom is another."""
    seconds = 30 * timed.count / 100_000
    return [
        Check("whole answer: CRS, three programs, deadlines, 24 months", timed.answer, 5, "ms"),
        Check(f"CRS of {timed.count:,} candidates, one core", timed.rescored, seconds, "s"),
        Check(f"a round held against {timed.count:,} candidates, one core", timed.verdicts, seconds * 2 / 3, "s"),
        Check("search for an occupation, 99 of 100 faster", timed.search, 20, "ms"),
    ]


def timings(timed: Timed) -> list[Check]:
    """The rules."""
    return [
        Check("CRS alone", timed.crs, 100, "µs"),
        Check("CRS, FSW, nearest cliff and deadlines from facts", timed.computed / 1e3, 5, "ms"),
        Check("the same in words: the messages a person gets", timed.worded / 1e3, 5, "ms"),
    ]


def reminders(swept: Mapping[str, Swept], drained: Drained) -> list[Check]:
    """The sweep over many pending reminders on each database, and an interview while many leave."""
    found = []
    for database, one in swept.items():
        found += [
            Check(f"idle sweep over {one.pending:,} pending reminders, {database}", one.idle / 1e3, 1, "ms"),
            Check(f"claiming {one.due:,} due of {one.pending:,}, {database}", one.claim / 1e3, 50, "ms"),
        ]
    while_due = f"while {drained.due:,} reminders are due, {drained.seconds:g} s"
    rate = PER_SECOND / drained.per_second
    return [
        *found,
        Check(f"{PER_SECOND} messages a second / {drained.per_second:.1f} {while_due}", rate, 1.02),
        Check(f"an interview's answer {while_due} (p99)", drained.p99, 200, "ms"),
    ]


def screens(shown: Shown) -> list[Check]:
    """The slowest screen, the slowest picture, and answers to others while pictures are drawn."""
    slowest = max(shown.screens, key=lambda one: one.p99)
    picture = max(shown.pictures, key=lambda one: one.slowest)
    kept = max(shown.kept, key=lambda one: one.p99)
    return [
        Check(f"the slowest screen of the score (p99): {slowest.name}", slowest.p99, 150, "ms"),
        Check(f"the slowest picture, drawn: {picture.name}", picture.slowest, 1_000, "ms"),
        Check(f"the slowest picture, kept (p99): {kept.name}", kept.p99, 150, "ms"),
        Check(f"{shown.typed.name} (p99)", shown.typed.p99, 150, "ms"),
    ]


def screens_asked(shown: Shown) -> str:
    """The table of screens."""
    named = [(one.name, one) for one in shown.screens]
    named += [(f"{one.name}, drawn", one) for one in shown.pictures]
    named += [(f"{one.name}, kept", one) for one in shown.kept]
    rows = [
        [name, f"{one.count:,}", f"{one.p50:.1f}", f"{one.p99:.1f}", f"{one.slowest:.1f}"]
        for name, one in [*named, (shown.typed.name, shown.typed)]
    ]
    return table(["screen", "asked", "p50 ms", "p99 ms", "slowest ms"], rows, 1)


def checks(rows: Sequence[Check]) -> str:
    """The table of budgets."""
    return table(["what", "measured", "wanted", ""], [row.cells for row in rows], 1)


def footnotes(size: Size, rounds: int, cores: Sequence[int], drain: float) -> str:
    """How it was measured."""
    pinned = (
        f"the server ran on core {cores[0]}, the bot under test on core {cores[1]}"
        if len(cores) > 1
        else "there is one core only, which server and bot shared"
    )
    often = (
        f"the median of {rounds} rounds, in each of which every bot"
        if rounds > 1
        else "of one round, in which every bot"
    )
    return f"""\
- updates/s, CPU and server: {size.updates:,} updates waiting at once. Paced: {size.rate:g} updates a second for
  {size.seconds * rounds:g} s in all, latency from creation to the reply's arrival at the server. CPU is user and system
  time of the whole bot process, getUpdates included.
- Each number is {often} was started afresh against the same local
  Telegram; {pinned}.
- The companion ran as in production: SQLite with synchronous=FULL, encryption, durable inbox. Only MESSAGES_PER_SECOND
  and MESSAGES_PER_SECOND_PER_CHAT were 1000000: 30 and 1, their defaults, are Telegram's limits and not the program's.
- Every update had its reply, and after each run the stored interview of every person spoken to was what their messages
  in their order lead to: no answer lost, none applied twice.
- CRS and answer: CPU time, of a couple with results in both languages. Sweep and claim: wall time, commit included, on
  SQLite with synchronous=FULL and on PostgreSQL as it comes.
- While reminders are due: the companion at Telegram's pace ({PER_SECOND} a second in all, 1 a second in a chat) for
  {drain:g} s, with {ANSWERS_A_SECOND:g} answers of interviews a second; the rate is that of both, the latency as above.
- Screens: {SCREENS_A_SECOND:g} a second by people alone, couples and people who told everything, each asking each
  screen once, so that no score, plan or picture was worked out before; from creation to the arrival of the last message
  with the words of that screen, over HTTP. With fewer than a hundred asked, p99 is the slowest.
- Whole answer, candidates and search: CPU time. Every candidate is another one, so that nothing was computed before:
  the whole answer is that of people who told their jobs, credentials and families in full, the candidates are half such
  people and half told in sum."""
