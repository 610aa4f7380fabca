"""An event that comes again with another quarter would count twice: it is known by a keyed hash of its number and its person."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from indicators.extracts import rotation, service
from indicators.extracts.models import Extract
from indicators.extracts.recordtable.events import events_of, rehashed, siphash
from indicators.extracts.recordtable.texts import encoded
from indicators.records import store
from indicators.records.models import EventNumbers
from tests.extracts.files import Row, csv_of
from tests.extracts.records import many, row
from tests.extracts.ways import AS_AT, upload
from wales_framework.jobs.progress import silent

MASK = (1 << 64) - 1
OFFENCE = "O-4711"
KEY = b"the key of the tests"


@pytest.fixture(autouse=True)
def files(own_files: Path) -> Path:
    return own_files


def offences(start: str, *more: Row) -> list[Row]:
    """Sixty of a quarter, and these."""
    number, month = int(start[5:7]), start[:5]
    days = [f"{month}{number + place % 3:02}-{1 + place % 28:02}" for place in range(60)]
    rows = many("proven_offences", 60, offence_date="2019-11-01")
    return [
        *({**one, "offence_id": f"{start}/{place}", "sanction_date": days[place]} for place, one in enumerate(rows)),
        *({**one, "offence_date": "2019-11-01"} for one in more),
    ]


def checked(rows: Sequence[Row], source: str = "proven_offences") -> Extract:
    extract = upload(csv_of(rows, list(rows[0])), name=f"{rows[0]['sanction_date']}.csv")
    service.declare(extract, None, source=source, first_period="", last_period="", as_at=AS_AT, in_background=False)
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


def loaded(rows: Sequence[Row]) -> Extract:
    extract = checked(rows)
    service.accept(extract, None, set(extract.problems.values_list("check_name", flat=True)), in_background=False)
    service.load(extract.pk, silent)
    extract.refresh_from_db()
    assert extract.state == Extract.State.LOADED
    return extract


def offence(day: str, **cells: str) -> Row:
    return row("proven_offences", **{"offence_id": OFFENCE, "sanction_date": day, **cells})


def found_in(extract: Extract) -> list[tuple[int | None, dict[str, str]]]:
    return list(extract.problems.get(check_name="event_elsewhere").places.values_list("row", "params"))


def is_found(extract: Extract) -> bool:
    return extract.problems.filter(check_name="event_elsewhere").exists()


@pytest.mark.django_db
class TestThroughTheFrontDoor:
    def test_an_event_that_comes_again_with_another_quarter_is_asked_about(self) -> None:
        loaded(offences("2020-01-01", offence("2020-03-30")))
        again = checked(offences("2020-04-01", offence("2020-04-02", person_id=" x0001")))
        assert again.state == Extract.State.NEEDS_ACCEPTANCE
        assert found_in(again) == [(62, {"period": "2020Q1", "name": "2020-01-01.csv"})]

    def test_the_number_of_somebody_else_is_another_event(self) -> None:
        """Numbers that begin anew with each extract are no reason to ask."""
        loaded(offences("2020-01-01", offence("2020-03-30")))
        assert not is_found(checked(offences("2020-04-01", offence("2020-04-02", person_id="X0002"))))

    def test_what_the_file_replaces_or_no_longer_counts_is_not_beside_it(self) -> None:
        first = loaded(offences("2020-01-01", offence("2020-03-30")))
        assert not is_found(checked(offences("2020-01-01", offence("2020-03-29"))))
        assert not is_found(checked([*offences("2020-01-01"), *offences("2020-04-01", offence("2020-04-02"))]))
        loaded(offences("2020-01-01"))
        assert not is_found(checked(offences("2020-04-01", offence("2020-04-02"))))
        service.put_back(first, None, "as it was")
        assert is_found(checked(offences("2020-04-01", offence("2020-04-02", serious="Y"))))

    def test_what_was_loaded_after_the_check_is_asked_before_it_counts(self) -> None:
        early = checked(offences("2020-04-01", offence("2020-04-02")))
        assert not is_found(early)
        service.accept(early, None, set(early.problems.values_list("check_name", flat=True)), in_background=False)
        loaded(offences("2020-01-01", offence("2020-03-30")))
        service.load(early.pk, silent)
        early.refresh_from_db()
        assert early.state == Extract.State.NEEDS_ACCEPTANCE and is_found(early)

    def test_under_a_new_key_it_is_still_known(self, settings: Settings) -> None:
        settings.PSEUDONYM_KEYS = [KEY]
        loaded(offences("2020-01-01", offence("2020-03-30")))
        before = bytes(EventNumbers.objects.get().numbers)
        settings.PSEUDONYM_KEYS = [KEY, b"a new key " * 4]
        rotation.rotate(None)
        assert bytes(EventNumbers.objects.get().numbers) != before
        assert is_found(checked(offences("2020-04-01", offence("2020-04-02"))))

    def test_nothing_is_kept_of_what_is_removed(self) -> None:
        extract = checked(offences("2020-01-01", offence("2020-03-30")))
        assert len(EventNumbers.objects.get().numbers) == 8 * 61
        store.unstage(extract.pk)
        assert not EventNumbers.objects.exists()


def plainly(key: bytes, message: bytes) -> int:
    """SipHash-2-4 as its paper has it, a message at a time."""
    low, high = struct.unpack("<QQ", key)
    v = [low ^ 0x736F6D6570736575, high ^ 0x646F72616E646F6D, low ^ 0x6C7967656E657261, high ^ 0x7465646279746573]

    def turned(word: int, shift: int) -> int:
        return (word << shift | word >> (64 - shift)) & MASK

    def sipround() -> None:
        v[0] = (v[0] + v[1]) & MASK
        v[2] = (v[2] + v[3]) & MASK
        v[1], v[3] = turned(v[1], 13) ^ v[0], turned(v[3], 16) ^ v[2]
        v[0] = turned(v[0], 32)
        v[2] = (v[2] + v[1]) & MASK
        v[0] = (v[0] + v[3]) & MASK
        v[1], v[3] = turned(v[1], 17) ^ v[2], turned(v[3], 21) ^ v[0]
        v[2] = turned(v[2], 32)

    whole = message + bytes(-(len(message) + 1) % 8) + bytes([len(message) % 256])
    for (word,) in struct.iter_unpack("<Q", whole):
        v[3] ^= word
        sipround()
        sipround()
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(4):
        sipround()
    return v[0] ^ v[1] ^ v[2] ^ v[3]


@given(st.binary(min_size=16, max_size=16), st.lists(st.tuples(st.integers(0, MASK), st.integers(0, MASK)), min_size=1))
def test_it_is_siphash(key: bytes, pairs: list[tuple[int, int]]) -> None:
    words = [np.array(word, np.uint64) for word in zip(*pairs, strict=True)]
    assert siphash(key, words).tolist() == [plainly(key, struct.pack("<QQ", *pair)) for pair in pairs]
    assert siphash(key, words[:1]).tolist() == [plainly(key, struct.pack("<Q", pair[0])) for pair in pairs]


def test_it_is_that_of_the_paper() -> None:
    """The reference vectors of the algorithm's authors: the key 00 to 0f, the message 00 to 07, and 00 to 0e."""
    assert plainly(bytes(range(16)), bytes(range(15))) == 0xA129CA6149BE45E5
    assert siphash(bytes(range(16)), [np.frombuffer(bytes(range(8)), "<u8")]).tolist() == [0x93F5F5799A932462]


def test_each_key_gives_others_and_each_row_its_own() -> None:
    count = 40_000
    numbers, persons = (
        pa.chunked_array([[f"N{place // 2}" for place in range(count)]]),
        pa.chunked_array([["A", "B"] * (count // 2)]),
    )
    first, second = (events_of(numbers, encoded(persons), [key]) for key in (b"one", b"two"))
    assert len(np.unique(np.concatenate([first, second]))) == 2 * count
    assert np.array_equal(rehashed(first, b"two"), events_of(numbers, encoded(persons), [b"one", b"two"]))
