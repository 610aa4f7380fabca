"""A pseudonym is the keyed hash that the standard library makes, by whichever way it is made."""

import hashlib
import hmac
import sys
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from indicators.extracts.pseudonyms import MANY, Pseudonyms, hashed, visible

KEYS = st.lists(st.binary(min_size=1, max_size=100), min_size=1, max_size=3)


def plainly(identifier: str, keys: list[bytes]) -> bytes:
    message = "".join(letter for letter in identifier if unicodedata.category(letter) != "Cf").strip().upper().encode()
    for key in keys:
        message = hmac.new(key, message, hashlib.sha256).digest()[:16]
    return message


@given(st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=80), min_size=1, max_size=5), KEYS)
def test_it_is_hmac_sha_256_under_each_key_in_turn(identifiers: list[str], keys: list[bytes]) -> None:
    found = hashed(pa.array(identifiers), keys)
    assert found.astype(">u8").tobytes() == b"".join(plainly(identifier, keys) for identifier in identifiers)


@pytest.mark.parametrize("count", [1, MANY])
def test_letters_that_nobody_sees_part_nobody_in_two(count: int) -> None:
    clean = pa.array([f"X{number:05}" for number in range(count)])
    for written in ("\u200b{}", "{}\u200b", "{}\xad", "\ufeff{}", "\ufeff {}\u2060 ", "\u200e{}\u200f"):
        with Pseudonyms(pa.array([written.format(text) for text in clean.to_pylist()])) as people:
            assert np.array_equal(people.all(), hashed(clean))


def test_every_letter_that_nobody_sees_is_left_out() -> None:
    invisible = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"]
    assert visible(pa.array(["X" + letter + "ŵ 1" for letter in invisible])).unique().to_pylist() == ["Xŵ 1"]


@pytest.mark.parametrize("count", [0, 1, MANY - 1, MANY, MANY + 7])
@pytest.mark.parametrize("keys", [[b"one"], [b"one", b"two" * 40]])
def test_a_program_of_its_own_makes_the_same(count: int, keys: list[bytes], settings: Settings) -> None:
    settings.PSEUDONYM_KEYS = keys
    identifiers = pa.array([f" p{number} ŵ" for number in range(count)], pa.string())
    with Pseudonyms(identifiers) as people:
        assert (people.program is None) == (count < MANY)
        found = people.all()
    assert np.array_equal(found, hashed(identifiers, keys))
    assert people.program is None or people.program.returncode is not None


def test_nothing_is_left_running_when_the_check_fails() -> None:
    with pytest.raises(ZeroDivisionError), Pseudonyms(pa.array([str(number) for number in range(MANY)])) as people:
        raise ZeroDivisionError
    assert people.program is not None and people.program.returncode is not None


def test_a_program_that_was_killed_gives_no_pseudonyms() -> None:
    with Pseudonyms(pa.array([str(number) for number in range(MANY * 5)])) as people:
        assert people.program is not None
        people.program.kill()
        with pytest.raises(RuntimeError):
            people.all()
