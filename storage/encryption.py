"""Values at rest: AES-GCM with a ring of keys, so that a key can be replaced without a stop.

A sealed value is one version byte, four bytes that name the key, twelve bytes of nonce, and the ciphertext
with its tag. The place it belongs to (table, column, and the chat or update that owns the row) is
authenticated with it: a value copied to another row or column no longer opens.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_VERSION = b"\x01"
_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = len(_VERSION) + _ID_BYTES + _NONCE_BYTES
_TAG_BYTES = 16

_AS_IT_IS = b"\x00"
_COMPRESSED = b"\x01"
# Compressing costs 15 to 60 µs, more than all else that is done to a value: only long ones are worth it.
_WORTH_COMPRESSING = 2_000


class Unreadable(Exception):  # noqa: N818 - the name says it
    """A sealed value that cannot be opened. Says where it stands, never what it holds."""

    def __init__(self, place: str, owner: int, why: str) -> None:
        table, _, column = place.partition(".")
        super().__init__(f"table {table}, column {column}, row of {owner}: {why}")
        self.table, self.column, self.owner = table, column, owner


class UnknownKey(Unreadable):
    """The value was sealed with a key that is not in the ring."""


class Tampered(Unreadable):
    """The value was changed, cut, or moved here from another row."""


class KeyRing:
    """The keys of this installation, newest first: the newest seals, any of them opens.

    Random nonces of 96 bits allow 2**32 values under one key; a ring is there so that it never comes to that.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("a key ring needs at least one key")
        if any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        if len(self._ciphers) != len(keys):
            raise ValueError("the same key stands twice in the ring")
        self._newest = _key_id(keys[0])
        self._digest_keys = [_digest_key(key) for key in keys]
        self._encrypt = self._ciphers[self._newest].encrypt

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self._ciphers)}>"

    @classmethod
    def from_text(cls, text: str, name: str = "COMPANION_KEYS") -> KeyRing:
        """Reads comma-separated base64 keys, newest first. Raises ValueError naming `name`, never a key."""
        parts = [part.strip() for part in text.split(",")]
        keys = []
        for number, part in enumerate(parts, 1):
            try:
                key = base64.b64decode(part, validate=True)
            except (binascii.Error, ValueError):
                key = b""
            if len(key) != KEY_BYTES:
                # Raised outside the except clause: the chained error could quote what it failed on.
                raise ValueError(f"{name}: key {number} of {len(parts)} is not {KEY_BYTES} bytes in base64")
            keys.append(key)
        try:
            return cls(keys)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None

    @classmethod
    def create_file(cls, path: Path) -> KeyRing:
        """Makes a key in a new file that only its owner can read. Raises FileExistsError if there is one."""
        text = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            # A link appears whole or not at all, and refuses to replace: a second process cannot
            # overwrite a key that the first has already sealed with.
            os.link(draft, path)
        finally:
            draft.unlink()
        return cls.from_text(text, str(path))

    @classmethod
    def read_file(cls, path: Path) -> KeyRing:
        """Reads a key file. Raises PermissionError if others than its owner may read or write it."""
        with path.open() as file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            if mode & 0o077:
                raise PermissionError(f"{path}: others can read this key file (mode {mode:o}); set its mode to 600")
            text = file.read()
        return cls.from_text(",".join(text.split()).replace(",,", ","), str(path))

    def encrypt(self, place: str, owner: int, plain: bytes) -> bytes:
        """Seals bytes for `place` ("table.column") in the row that belongs to `owner`."""
        nonce = os.urandom(_NONCE_BYTES)
        head = _VERSION + self._newest + nonce
        return head + self._encrypt(nonce, plain, _associated(place, owner))

    def decrypt(self, place: str, owner: int, sealed: bytes) -> bytes:
        """Opens what `encrypt` sealed for the same place and owner. Raises UnknownKey or Tampered."""
        if len(sealed) < _HEAD_BYTES + _TAG_BYTES or sealed[:1] != _VERSION:
            raise Tampered(place, owner, "not a sealed value")
        key_id = sealed[1 : 1 + _ID_BYTES]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise UnknownKey(place, owner, f"sealed with key {key_id.hex()}, which is not in the ring")
        try:
            return cipher.decrypt(sealed[1 + _ID_BYTES : _HEAD_BYTES], sealed[_HEAD_BYTES:], _associated(place, owner))
        except InvalidTag:
            raise Tampered(place, owner, "changed, or moved here from another row") from None

    def digests(self, place: str, value: str) -> list[str]:
        """Keyed hashes (hexadecimal) to find a value by that is not kept: one a key, that of the newest first."""
        return [hmac.new(key, f"{place}:{value}".encode(), hashlib.sha256).hexdigest() for key in self._digest_keys]

    def seal(self, place: str, owner: int, value: Any) -> bytes:
        """Seals a JSON value, packed."""
        return self.encrypt(place, owner, _pack(value))

    def unseal(self, place: str, owner: int, sealed: bytes) -> Any:
        """Opens what `seal` sealed. Raises UnknownKey or Tampered."""
        return _unpack(self.decrypt(place, owner, sealed))


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"express-entry-companion key id" + key).digest()[:_ID_BYTES]


def _digest_key(key: bytes) -> bytes:
    """A key for hashing, of which the key for sealing cannot be told."""
    return hmac.new(key, b"express-entry-companion digest key", hashlib.sha256).digest()


def _associated(place: str, owner: int) -> bytes:
    return f"{place}:{owner}".encode()


_to_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
_from_json = json.JSONDecoder().decode


def _pack(value: Any) -> bytes:
    plain = _to_json(value).encode()
    if len(plain) >= _WORTH_COMPRESSING:
        compressed = zlib.compress(plain, 1)
        if len(compressed) < len(plain):
            return _COMPRESSED + compressed
    return _AS_IT_IS + plain


def _unpack(packed: bytes) -> Any:
    plain = zlib.decompress(packed[1:]) if packed[:1] == _COMPRESSED else packed[1:]
    return _from_json(plain.decode())
