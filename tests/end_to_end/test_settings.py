"""Settings over the whole way: what a person chose shows in the messages that arrive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.end_to_end.running import FAST, companion
from tests.end_to_end.story import SOON, TALK, finishes, moves_the_clock, talks, times_shown
from tests.telegram_person import Person

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


async def test_a_reminder_on_a_lock_screen_says_nothing_until_it_is_asked_and_is_answered_by_number(
    tmp_path: Path,
) -> None:
    async with companion(tmp_path, MONDAY, **FAST) as bot:
        ana = Person(bot.telegram.url, 1001)
        await talks(ana, *SOON)
        await finishes(ana)
        await talks(
            ana,
            ("/settings", "6. Discreet reminders, for lock screens: off."),
            ("6", "6. Discreet reminders, for lock screens: on."),
            ("/simple", "To choose, type a number:"),
        )
        await moves_the_clock(bot, to="next_reminder")
        waiting = await ana.wait_for("A reminder is waiting for you.")
        assert "English" not in waiting.text
        assert await times_shown(ana, "14 days left") == 0
        await talks(ana, ("1", "Your English test result: 14 days left"), ("two", "I remind you again at"))
        assert await times_shown(ana, "A reminder is waiting for you.") == 1, "nothing was changed in place"


async def test_a_shared_location_moves_the_reminders_to_the_persons_clock(tmp_path: Path) -> None:
    async with companion(tmp_path, MONDAY, **FAST) as bot:
        ana = Person(bot.telegram.url, 1001)
        await talks(ana, *TALK)
        await finishes(ana)
        await ana.send("location", latitude=28.61, longitude=77.21)
        await ana.wait_for("Kolkata time")
        await talks(ana, ("/settings", "2. Time zone: Kolkata time."))
        await bot.stop()
        assert "28.61" not in bot.log
