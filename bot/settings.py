"""Everything an operator can set, read from the environment and checked before anything starts.

A wrong setting is a `SettingError`: one line that names it and says what is expected, and never
shows the value of a secret.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rules import parameters
from rules.parameters import ParameterError

if TYPE_CHECKING:
    from storage.encryption import KeyRing

TELEGRAM: Final = "https://api.telegram.org"
KEY_FILE: Final = "keys"
DATABASE_FILE: Final = "companion.db"
LOCAL_CHATS_FILE: Final = "local-telegram.jsonl"
ROUNDS: Final = "https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_en.json"
OFF: Final = "off"
OPERATORS_PATHS: Final = ("/healthz", "/metrics")

_CHARACTERS = "1 to 256 characters A-Z a-z 0-9 _ -"
_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgres://")


class SettingError(Exception):
    """A setting is wrong; `str()` is the one line for the operator and begins with the setting's name."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}")
        self.name = name


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value().strip()):
        raise ValueError("expected a token as BotFather gives it, such as 123456:AbC-dEf")
    return SecretStr(value.get_secret_value().strip())


def _api_url(value: str) -> str:
    parts = urlsplit(value)
    try:
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError("expected an address such as https://api.telegram.org or http://127.0.0.1:8081")
    if parts.path.rstrip("/").endswith("/bot"):
        raise ValueError("expected the address without /bot, such as http://127.0.0.1:8081")
    return value.rstrip("/")


def _feed_url(value: str) -> str:
    """Nobody on the way may change what people are told of rounds, so only this machine is asked in clear."""
    value = value.strip()
    if value.lower() == OFF:
        return OFF
    parts = urlsplit(value)
    try:
        whole = bool(parts.hostname) and parts.port != 0 and not (parts.username or parts.password or parts.fragment)
    except ValueError:
        whole = False
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not whole or not secure:
        raise ValueError("expected off, or an address with https, such as " + ROUNDS)
    return value


def _webhook_url(value: str) -> str:
    """Updates are people's words, so they travel in clear on this machine only."""
    value = value.strip()
    parts = urlsplit(value)
    try:
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if not (whole and secure and plain and re.fullmatch(r"[A-Za-z0-9/_.~-]*", parts.path)):
        raise ValueError("expected an address with https and a plain path, such as https://bot.example.org/telegram")
    if parts.path in OPERATORS_PATHS:
        raise ValueError(f"expected another path than {' and '.join(OPERATORS_PATHS)}, which are the operator's")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError(f"expected {_CHARACTERS}")
    return value


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("expected host:port, such as 127.0.0.1:8090")
    return value


def _database(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
        return value
    try:
        whole = url.startswith(_POSTGRESQL) and bool(urlsplit(url).netloc or urlsplit(url).path.strip("/"))
    except ValueError:
        whole = False
    if not whole:
        raise ValueError("expected sqlite:///path or postgresql://user:password@host/name")
    return value


def _instant(value: object) -> object:
    """Only written instants: pydantic would also read a bare number as seconds since 1970."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value.strip()):
        raise ValueError("expected an instant with its zone, such as 2026-11-23T20:08:00Z")
    return value.strip()


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


class RuleBookSettings(BaseSettings):
    """What every command looks at, those that need no bot too. An empty variable counts as unset."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True)

    companion_rules: Path | None = None


class Settings(RuleBookSettings):
    """The settings as read; make it with `read_settings`."""

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_api_url)] = TELEGRAM
    web_listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8090"
    webhook_url: Annotated[str, AfterValidator(_webhook_url)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = None
    companion_data: Path = Path("data")
    companion_keys: SecretStr | None = None
    companion_now: Annotated[AwareDatetime, BeforeValidator(_instant)] | None = None
    rounds_feed_url: Annotated[str, AfterValidator(_feed_url)] | None = None
    local_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] | None = None
    messages_per_second: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 30
    messages_per_second_per_chat: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1

    @property
    def local(self) -> bool:
        """Without a token the bot talks to a Bot API server of our own, started beside it."""
        return self.telegram_bot_token is None

    @property
    def api_on_loopback(self) -> bool:
        """Whether the Bot API server is this machine, where moving the clock harms nobody."""
        return self.local or is_loopback(urlsplit(self.telegram_api_url).hostname or "")

    @property
    def rounds_feed(self) -> str | None:
        """Where rounds are read. A bot on loopback is being tried out, and asks nobody unless it is told to."""
        if self.rounds_feed_url is None:
            return None if self.api_on_loopback else ROUNDS
        return None if self.rounds_feed_url == OFF else self.rounds_feed_url

    @property
    def web_address(self) -> tuple[str, int]:
        """Host and port of the listener for health, metrics and the webhook."""
        host, _, port = self.web_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def database(self) -> str:
        """The address of the database; may hold a password, so it is never printed."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"{_SQLITE}{self.companion_data / DATABASE_FILE}"

    @property
    def log_number(self) -> int:
        """The level as the standard library counts it; a person who tries it at home sees trouble only."""
        return logging.getLevelNamesMapping()[self.log_level or ("WARNING" if self.local else "INFO")]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never appear in a log line."""
        held = (self.telegram_bot_token, self.companion_keys, self.database_url, self.webhook_secret)
        return tuple(secret.get_secret_value() for secret in held if secret is not None)


_EXPECTED = {
    "COMPANION_NOW": "expected an instant with its zone, such as 2026-11-23T20:08:00Z",
    "LOCAL_PORT": "expected a port number from 0 to 65535",
    "LOG_LEVEL": "expected DEBUG, INFO, WARNING or ERROR",
    "MESSAGES_PER_SECOND": "expected a number above 0",
    "MESSAGES_PER_SECOND_PER_CHAT": "expected a number above 0",
}


def read_settings() -> Settings:
    """Reads and checks the environment; raises SettingError for the first wrong setting."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "environment"
        expected = _EXPECTED.get(name) or str(first["msg"]).removeprefix("Value error, ")
        raise SettingError(name, expected) from None
    if settings.webhook_url is not None and settings.webhook_secret is None:
        raise SettingError("WEBHOOK_SECRET", f"needed with WEBHOOK_URL: {_CHARACTERS}")
    if settings.webhook_url is not None and "web_listen" not in settings.model_fields_set:
        raise SettingError("WEB_LISTEN", "needed with WEBHOOK_URL: host:port where its requests arrive")
    if settings.companion_now is not None and not settings.api_on_loopback:
        raise SettingError("COMPANION_NOW", "refused: only a Bot API server on loopback allows a moved clock")
    if settings.companion_keys is None and not settings.local:
        raise SettingError(
            "COMPANION_KEYS", "needed with a token: base64 keys of 32 bytes, newest first, comma-separated"
        )
    return settings


def use_rule_book() -> None:
    """Puts the files of COMPANION_RULES over the rule book, for the whole process.

    Raises SettingError with every fault of every file when they cannot be used.
    """
    own = RuleBookSettings().companion_rules
    try:
        parameters.use(own)
    except ParameterError as error:
        if own is None:
            raise
        raise SettingError("COMPANION_RULES", str(error)) from None


def data_folder(settings: Settings) -> Path:
    """The folder for the bot's own files, made if it is missing; raises SettingError where that cannot be."""
    folder = settings.companion_data
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        raise SettingError("COMPANION_DATA", f"expected a folder to write in: {error.strerror}") from None
    return folder


def key_ring(settings: Settings) -> KeyRing:
    """The keys for what is personal: from COMPANION_KEYS, or in local mode a key file (mode 600)."""
    from storage.encryption import KeyRing  # cryptography is heavy, and a wrong setting should show at once

    if settings.companion_keys is not None:
        try:
            return KeyRing.from_text(settings.companion_keys.get_secret_value())
        except ValueError:
            raise SettingError(
                "COMPANION_KEYS", "expected base64 keys of 32 bytes, newest first, separated by commas"
            ) from None
    path = data_folder(settings) / KEY_FILE
    try:
        return KeyRing.read_file(path) if path.exists() else KeyRing.create_file(path)
    except (OSError, ValueError):
        raise SettingError("COMPANION_DATA", f"its key file, {path}, cannot be used") from None


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
