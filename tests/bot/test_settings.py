"""Each wrong setting, given to the real program: one line that names it, exit status 2, no traceback."""

from __future__ import annotations

import base64
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROUNDS, SettingError, data_folder, key_ring
from tests.bot.harness import KEYS, ROOT, settings_from

TOKEN = "123456:a-token-nobody-may-read"
GOOD = {"TELEGRAM_BOT_TOKEN": TOKEN, "COMPANION_KEYS": KEYS}


def run(variables: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def assert_one_line_names(name: str, result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    line = result.stderr.removesuffix("\n")
    assert "\n" not in line
    assert line.startswith(f"{name}: ")
    assert "Traceback" not in line
    return line


WRONG = [
    ("TELEGRAM_BOT_TOKEN", {"TELEGRAM_BOT_TOKEN": "s3cret without a colon", "COMPANION_KEYS": KEYS}, "s3cret"),
    ("TELEGRAM_API_URL", {**GOOD, "TELEGRAM_API_URL": "api.telegram.org"}, TOKEN),
    ("TELEGRAM_API_URL", {**GOOD, "TELEGRAM_API_URL": "http://127.0.0.1:8081/bot"}, TOKEN),
    ("TELEGRAM_API_URL", {**GOOD, "TELEGRAM_API_URL": "http://me:s3cret@host"}, "s3cret"),
    ("TELEGRAM_API_URL", {**GOOD, "TELEGRAM_API_URL": "http://host:seven"}, TOKEN),
    ("WEB_LISTEN", {**GOOD, "WEB_LISTEN": "8090"}, TOKEN),
    ("WEB_LISTEN", {**GOOD, "WEB_LISTEN": "127.0.0.1:70000"}, TOKEN),
    ("WEBHOOK_SECRET", {**GOOD, "WEBHOOK_URL": "https://example.org/hook"}, TOKEN),
    ("DATABASE_URL", {**GOOD, "DATABASE_URL": "mysql://me:s3cret@host/name"}, "s3cret"),
    ("DATABASE_URL", {**GOOD, "DATABASE_URL": "sqlite:///"}, TOKEN),
    ("COMPANION_KEYS", {"TELEGRAM_BOT_TOKEN": TOKEN}, TOKEN),
    ("COMPANION_KEYS", {"TELEGRAM_BOT_TOKEN": TOKEN, "COMPANION_KEYS": ""}, TOKEN),
    ("COMPANION_KEYS", {"TELEGRAM_BOT_TOKEN": TOKEN, "COMPANION_KEYS": "s3cret"}, "s3cret"),
    ("COMPANION_NOW", {**GOOD, "COMPANION_NOW": "2026-11-23T20:08:00Z"}, TOKEN),
    ("COMPANION_NOW", {"COMPANION_NOW": "tomorrow"}, TOKEN),
    ("COMPANION_NOW", {"COMPANION_NOW": "2026-11-23T20:08:00"}, TOKEN),
    ("COMPANION_NOW", {"COMPANION_NOW": "1795464480"}, TOKEN),
    ("ROUNDS_FEED_URL", {**GOOD, "ROUNDS_FEED_URL": "canada.ca/rounds.json"}, TOKEN),
    ("ROUNDS_FEED_URL", {**GOOD, "ROUNDS_FEED_URL": "http://www.canada.ca/rounds.json"}, TOKEN),
    ("ROUNDS_FEED_URL", {**GOOD, "ROUNDS_FEED_URL": "https://me:s3cret@canada.ca/rounds.json"}, "s3cret"),
    ("LOCAL_PORT", {"LOCAL_PORT": "http"}, TOKEN),
    ("LOCAL_PORT", {"LOCAL_PORT": "70000"}, TOKEN),
    ("LOG_LEVEL", {"LOG_LEVEL": "loud"}, TOKEN),
    ("MESSAGES_PER_SECOND", {"MESSAGES_PER_SECOND": "0"}, TOKEN),
    ("MESSAGES_PER_SECOND_PER_CHAT", {"MESSAGES_PER_SECOND_PER_CHAT": "many"}, TOKEN),
]


@pytest.mark.parametrize(("name", "variables", "secret"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it(
    name: str, variables: dict[str, str], secret: str, tmp_path: Path
) -> None:
    line = assert_one_line_names(name, run(variables, tmp_path))
    assert secret not in line


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run({**GOOD, "COMPANION_DATA": str(tmp_path / "file" / "data")}, tmp_path)
    assert_one_line_names("COMPANION_DATA", result)


def test_a_rule_book_of_the_operator_that_cannot_be_used_is_named_with_file_and_key(tmp_path: Path) -> None:
    assert_one_line_names("COMPANION_RULES", run({**GOOD, "COMPANION_RULES": "nowhere"}, tmp_path))
    (tmp_path / "crs.yaml").write_text("parameters: {age: {unit: []}, sibling: {unit: 1}}", "utf-8")
    line = assert_one_line_names("COMPANION_RULES", run({**GOOD, "COMPANION_RULES": str(tmp_path)}, tmp_path))
    for key in ("crs.yaml: parameters.age.unit: ", "crs.yaml: parameters.sibling.unit: "):
        assert key in line


def test_a_local_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = assert_one_line_names("LOCAL_PORT", run({"LOCAL_PORT": str(port)}, tmp_path))
    assert str(port) in line


def test_a_web_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = run({"LOCAL_PORT": "0", "WEB_LISTEN": address}, tmp_path)
    assert_one_line_names("WEB_LISTEN", result)


def test_a_database_that_cannot_be_opened_is_named_without_its_address(tmp_path: Path) -> None:
    (tmp_path / "not-a-database").write_text("this is a text, not a database, and long enough to tell " * 20)
    url = f"sqlite:///{tmp_path / 'not-a-database'}"
    line = assert_one_line_names("DATABASE_URL", run({"DATABASE_URL": url, "LOCAL_PORT": "0"}, tmp_path))
    assert "not-a-database" not in line


def test_empty_settings_count_as_unset() -> None:
    names = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "WEB_LISTEN", "DATABASE_URL", "COMPANION_NOW", "LOG_LEVEL")
    settings = settings_from(dict.fromkeys(names, ""))
    assert settings.local
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.web_address == ("127.0.0.1", 8090)
    assert settings.database == "sqlite:///data/companion.db"


def test_a_moved_clock_is_allowed_where_the_api_server_is_on_loopback() -> None:
    now = {"COMPANION_NOW": "2026-11-23T20:08:00Z"}
    for address in ("http://127.0.0.1:8081", "http://localhost:8081/", "http://[::1]:8081"):
        assert settings_from({**GOOD, **now, "TELEGRAM_API_URL": address}).companion_now is not None
    assert settings_from(now).companion_now is not None
    with pytest.raises(SettingError, match=r"^COMPANION_NOW: "):
        settings_from({**GOOD, **now, "TELEGRAM_API_URL": "http://127.0.0.1.example.org"})


def test_the_official_feed_is_asked_unless_the_bot_is_only_tried_out() -> None:
    assert settings_from(GOOD).rounds_feed == ROUNDS
    assert settings_from({**GOOD, "ROUNDS_FEED_URL": " Off "}).rounds_feed is None
    assert settings_from({}).rounds_feed is None
    assert settings_from({**GOOD, "TELEGRAM_API_URL": "http://127.0.0.1:8081"}).rounds_feed is None
    own = "http://127.0.0.1:8000/rounds.json?of=2026"
    assert settings_from({"ROUNDS_FEED_URL": own}).rounds_feed == own


def test_local_use_makes_a_key_file_for_its_owner_alone_and_keeps_it(tmp_path: Path) -> None:
    settings = settings_from({"COMPANION_DATA": str(tmp_path / "data")})
    sealed = key_ring(settings).encrypt("table.column", 1, b"word")
    path = tmp_path / "data" / "keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.b64decode(path.read_text())) == 32
    assert key_ring(settings).decrypt("table.column", 1, sealed) == b"word"


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings = settings_from({"COMPANION_DATA": str(tmp_path)})
    key_ring(settings)
    (tmp_path / "keys").chmod(0o644)
    with pytest.raises(SettingError, match=r"^COMPANION_DATA: "):
        key_ring(settings)


def test_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = data_folder(settings_from({"COMPANION_DATA": str(tmp_path / "a" / "b")}))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_settings_never_show_a_secret() -> None:
    settings = settings_from({**WEBHOOK, "DATABASE_URL": "postgresql://me:s3cret@host/name"})
    shown = repr(settings) + str(settings)
    for secret in (TOKEN, KEYS, "s3cret", WEBHOOK["WEBHOOK_SECRET"]):
        assert secret not in shown
    assert WEBHOOK["WEBHOOK_SECRET"] in settings.secrets


WEBHOOK = {
    **GOOD,
    "WEBHOOK_URL": "https://bot.example.org/telegram",
    "WEBHOOK_SECRET": "Nobody-guesses_this",
    "WEB_LISTEN": "127.0.0.1:8090",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_URL", "bot.example.org/telegram"),
        ("WEBHOOK_URL", "http://bot.example.org/telegram"),
        ("WEBHOOK_URL", "https://me:hush@bot.example.org/telegram"),
        ("WEBHOOK_URL", "https://bot.example.org/telegram?key=hush"),
        ("WEBHOOK_URL", "https://bot.example.org/{chat}"),
        ("WEBHOOK_URL", "https://bot.example.org:port/"),
        ("WEBHOOK_URL", "https://bot.example.org/metrics"),
        ("WEBHOOK_SECRET", ""),
        ("WEBHOOK_SECRET", "hush hush"),
        ("WEBHOOK_SECRET", "hush" * 65),
        ("WEBHOOK_SECRET", "hush\n"),
        ("WEB_LISTEN", ""),
    ],
)
def test_a_webhook_wants_a_secure_address_a_secret_and_a_place_to_listen(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: ") as refused:
        settings_from({**WEBHOOK, name: value})
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "address", ["https://bot.example.org", "http://127.0.0.1:8090/hook", "https://b.org:8443/a/b-c"]
)
def test_a_webhook_that_is_whole_is_taken(address: str) -> None:
    assert settings_from({**WEBHOOK, "WEBHOOK_URL": address}).webhook_url == address
    assert settings_from({**WEBHOOK, "WEBHOOK_SECRET": "x" * 256}).webhook_secret is not None
