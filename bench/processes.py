"""The processes of a run: the local Telegram on one core, the bot under test on another; what they use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
_PATIENCE: Final = 60.0  # seconds for a process to come up


class NotMeasuredError(Exception):
    """Something could not be measured; `str()` says what and why."""


class Running:
    """A process under measurement."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self._process = process
        self._log = log
        # The clock of another process's CPU time, as clock_getcpuclockid(3) makes it: nanoseconds where
        # /proc/<pid>/stat counts hundredths of a second.
        self._cpu_clock = (~process.pid << 3) | 2

    @property
    def cpu(self) -> float:
        """CPU seconds of all its threads so far, in user and system mode."""
        return time.clock_gettime(self._cpu_clock)

    @property
    def memory(self) -> float:
        """Resident megabytes (2**20 bytes)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    @property
    def log(self) -> str:
        """The end of what it wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def check(self) -> None:
        """Raises NotMeasuredError if it has ended."""
        if self._process.poll() is not None:
            raise NotMeasuredError(f"a process ended with status {self._process.returncode}:\n{self.log}")


@contextmanager
def started(
    command: Sequence[str | Path], log: Path, core: int | None, environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Starts a process on a core (None: on any) and ends it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "TELEGRAM_"))}

    def pin() -> None:
        if core is not None:
            os.sched_setaffinity(0, {core})

    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=own | dict(environment or {}), stdout=out, stderr=out, preexec_fn=pin
        )
    try:
        yield Running(process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Telegram:
    """The local Telegram as the bench drives it."""

    def __init__(self, url: str, running: Running) -> None:
        self.url = url
        self.running = running

    def post(self, what: str, **body: Any) -> dict[str, Any]:
        """Asks for something under /local/."""
        return self._ask(what, json.dumps(body).encode())

    def stats(self) -> dict[str, Any]:
        """Counts of calls and of the load."""
        return self._ask("stats", None)

    def wait(self, for_what: str, seconds: float, ready: Callable[[dict[str, Any]], bool], bot: Running) -> None:
        """Waits until the stats are as wished; NotMeasuredError when they are not in time."""
        until = time.monotonic() + seconds
        while not ready(stats := self.stats()):
            bot.check()
            self.running.check()
            if time.monotonic() > until:
                raise NotMeasuredError(f"{for_what} took over {seconds:.0f} s: {stats}\n{bot.log}")
            time.sleep(0.1)

    def _ask(self, what: str, body: bytes | None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.url}/local/{what}", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


@contextmanager
def local_telegram(python: str, token: str, log: Path, core: int | None) -> Iterator[Telegram]:
    """The local Telegram as a process of its own."""
    with started([python, "-m", "bot.local", "--port", "0", "--token", token], log, core) as running:
        until = time.monotonic() + _PATIENCE
        while "http://" not in running.log:
            running.check()
            if time.monotonic() > until:
                raise NotMeasuredError(f"the local Telegram did not come up:\n{running.log}")
            time.sleep(0.05)
        yield Telegram(running.log.split()[-1].rstrip("/"), running)
