from __future__ import annotations

import base64
import os
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.encryption import KeyRing, Tampered, UnknownKey

OLD, NEW = b"o" * 32, b"n" * 32
PLACE = "candidate.profile"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def text_of(*keys: bytes) -> str:
    return ",".join(base64.b64encode(key).decode() for key in keys)


@settings(max_examples=50, deadline=None)
@given(json_values)
def test_a_sealed_value_opens_as_it_was(value: Any) -> None:
    ring = KeyRing([NEW])
    assert ring.unseal(PLACE, 7, ring.seal(PLACE, 7, value)) == value


def test_a_long_value_is_kept_smaller_than_it_is() -> None:
    ring = KeyRing([NEW])
    value = {"answers": ["thirty-nine months of skilled work"] * 200}
    sealed = ring.seal(PLACE, 7, value)
    assert len(sealed) < 1_000
    assert ring.unseal(PLACE, 7, sealed) == value


def test_a_long_value_that_does_not_shrink_is_kept_as_it_is() -> None:
    ring = KeyRing([NEW])
    value = os.urandom(3_000).hex()[:4_000]
    assert ring.unseal(PLACE, 7, ring.seal(PLACE, 7, value)) == value


def test_the_same_value_is_never_sealed_the_same_way_twice() -> None:
    ring = KeyRing([NEW])
    assert ring.seal(PLACE, 7, "same") != ring.seal(PLACE, 7, "same")


def test_the_newest_key_seals_and_any_key_of_the_ring_opens() -> None:
    before = KeyRing([OLD]).seal(PLACE, 7, "before")
    rotated = KeyRing.from_text(text_of(NEW, OLD))
    assert rotated.unseal(PLACE, 7, before) == "before"
    assert KeyRing([NEW]).unseal(PLACE, 7, rotated.seal(PLACE, 7, "after")) == "after"


def test_a_value_of_a_key_that_left_the_ring_says_which_row_it_stands_in() -> None:
    sealed = KeyRing([OLD]).seal(PLACE, 7, "secret words")
    with pytest.raises(UnknownKey, match="table candidate, column profile, row of 7") as caught:
        KeyRing([NEW]).unseal(PLACE, 7, sealed)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("place", "owner"), [("interview.state", 7), ("candidate.facts", 7), (PLACE, 8)])
def test_a_value_moved_to_another_table_column_or_chat_does_not_open(place: str, owner: int) -> None:
    ring = KeyRing([NEW])
    with pytest.raises(Tampered, match=f"row of {owner}"):
        ring.unseal(place, owner, ring.seal(PLACE, 7, "mine"))


@pytest.mark.parametrize("position", range(0, 40, 3))
def test_a_value_changed_in_one_byte_does_not_open(position: int) -> None:
    ring = KeyRing([NEW])
    sealed = bytearray(ring.seal(PLACE, 7, "a value of some length"))
    sealed[position] ^= 1
    with pytest.raises((Tampered, UnknownKey)):
        ring.unseal(PLACE, 7, bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 16, 32])
def test_a_value_that_was_cut_does_not_open(length: int) -> None:
    ring = KeyRing([NEW])
    with pytest.raises(Tampered):
        ring.unseal(PLACE, 7, ring.seal(PLACE, 7, "a value of some length")[:length])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "key 1 of 1"),
        ("not base64 at all!", "key 1 of 1"),
        (text_of(NEW, b"short-key"), "key 2 of 2"),
        (text_of(NEW) + ",", "key 2 of 2"),
        (text_of(b"x" * 33), "key 1 of 1"),
        (text_of(NEW, NEW), "twice"),
    ],
)
def test_a_wrong_ring_is_refused_by_the_setting_s_name_without_showing_a_key(text: str, words: str) -> None:
    with pytest.raises(ValueError, match="COMPANION_KEYS") as caught:
        KeyRing.from_text(text)
    said = "".join(traceback.format_exception(caught.value))
    assert words in str(caught.value)
    assert not any(part and part in said for part in text.split(","))


def test_an_empty_ring_and_a_short_key_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        KeyRing([])
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing([b"short"])


def test_a_ring_does_not_show_its_keys() -> None:
    assert repr(KeyRing([NEW, OLD])) == "<KeyRing of 2>"


def test_a_key_file_is_its_owner_s_alone_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "companion.key"
    made = KeyRing.create_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert KeyRing.read_file(path).unseal(PLACE, 7, made.seal(PLACE, 7, "kept")) == "kept"


def test_a_key_file_is_never_made_over_another(tmp_path: Path) -> None:
    path = tmp_path / "companion.key"
    made = KeyRing.create_file(path)
    with pytest.raises(FileExistsError):
        KeyRing.create_file(path)
    assert list(tmp_path.iterdir()) == [path]
    assert KeyRing.read_file(path).unseal(PLACE, 7, made.seal(PLACE, 7, "kept")) == "kept"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_file_that_others_can_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "companion.key"
    KeyRing.create_file(path)
    path.chmod(mode)
    with pytest.raises(PermissionError, match="600") as caught:
        KeyRing.read_file(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("between", [",", "\n", ",\n"])
def test_a_key_file_may_hold_a_ring(tmp_path: Path, between: str) -> None:
    path = tmp_path / "companion.key"
    path.write_text(text_of(NEW) + between + text_of(OLD) + "\n")
    path.chmod(0o600)
    assert KeyRing.read_file(path).unseal(PLACE, 7, KeyRing([OLD]).seal(PLACE, 7, "old")) == "old"


def test_a_damaged_key_file_is_named_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "companion.key"
    path.write_text("half-a-key")
    path.chmod(0o600)
    with pytest.raises(ValueError, match="key 1 of 1") as caught:
        KeyRing.read_file(path)
    assert str(path) in str(caught.value)
    assert "half-a-key" not in str(caught.value)
