"""After a file has come in, right or wrong, no table, log, file or message holds an identifier or a birthday that was in it."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from indicators.extracts import service
from indicators.extracts.models import Extract
from indicators.extracts.reading import Unreadable
from tests.conftest import make_people
from tests.extracts.ways import AS_AT
from tests.working import WorkerPool, wait_until
from wales_framework.access.models import User

HEADINGS = (
    "person_id,sex,date_of_birth,ethnicity,ex_armed_services,care_experienced,children_under_18,domestic_abuse_perpetrator,"
    "area,sentence_id,sentence_type,start_date"
)
PEOPLE = [f"QZX{number:04}WJ" for number in range(40)]
# Years in which nothing else in the service happens, so that none of them is found by chance.
BIRTHDAYS = [f"{1931 + number % 9}-0{1 + number % 9}-1{number % 10}" for number in range(40)]


def row(number: int, **changed: str) -> str:
    cells = {
        "person_id": PEOPLE[number],
        "sex": "F",
        "date_of_birth": BIRTHDAYS[number],
        "ethnicity": "W1",
        "flags": "Y,N,,N",
        "area": "Gwent",
        "sentence_id": f"S{number}",
        "sentence_type": "community_order",
        "start_date": f"2020-0{1 + number % 9}-05",
        **changed,
    }
    return ",".join(cells.values())


RIGHT = [HEADINGS, *(row(number) for number in range(40))]
FILES = {
    "right": RIGHT,
    "no_headings": RIGHT[1:],
    "ragged": [*RIGHT, row(3) + ",one,too,many"],
    "open_quote": [*RIGHT, '"' + row(3), row(4)],
    "shifted": [HEADINGS, *(f"F,{row(number)}".rpartition(",")[0] for number in range(10))],
    "turned": [HEADINGS, *(",".join(reversed(row(number).split(","))) for number in range(10))],
    "person_in_another_column": [*RIGHT, row(5, sentence_id="S90", area=PEOPLE[7])],
    "birthday_in_another_column": [*RIGHT, row(5, sentence_id="S90", ethnicity=BIRTHDAYS[8])],
    "unknown_column": [f"{line},{'note' if line == HEADINGS else PEOPLE[9]}" for line in RIGHT],
    "heading_of_a_person": [f"{HEADINGS},{PEOPLE[3]}", *(f"{line},x" for line in RIGHT[1:])],
    "twice": [*RIGHT, *RIGHT[1:]],
    "birthday_wrong": [HEADINGS, row(1, date_of_birth="31/02/1938"), row(2, date_of_birth="1939-13-41")],
    "not_utf_8": [*RIGHT[:20], "\udce9" + RIGHT[20]],
}
KNOWN = [*PEOPLE, *BIRTHDAYS, "31/02/1938", "1939-13-41"]
KNOWN += ["/".join(reversed(birthday.split("-"))) for birthday in BIRTHDAYS]


def everything_kept() -> Iterator[tuple[str, bytes]]:
    """Every table's rows as text, every file of the service's folder, and what waits in the queue where it can be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            text = io.BytesIO()
            cursor.copy_expert(f"COPY (SELECT * FROM {table}) TO STDOUT", text)
            yield table, text.getvalue()
    for folder, _folders, names in os.walk(settings.DATA_DIR / "files"):
        for name in names:
            yield name, (Path(folder) / name).read_bytes()
    with current_app.connection_for_write() as broker:
        if broker.transport.driver_type == "redis":
            client = broker.default_channel.client
            for key in client.scan_iter():
                yield f"queue {key!r}", client.dump(key) or b""


def found_in(text: bytes) -> list[str]:
    return [known for known in KNOWN if known.encode() in text]


def sent(name: str, analyst: User) -> Extract | None:
    """A file uploaded and declared to be sentences; None where it was not even taken."""
    content = "\n".join(FILES[name]).encode("utf-8", "surrogateescape")
    try:
        extract = service.receive(io.BytesIO(content), f"{name}.csv", analyst)
    except Unreadable:
        return None
    service.declare(extract, analyst, source="sentences", first_period="", last_period="", as_at=AS_AT)
    return extract


def taken_to_its_end(name: str, analyst: User) -> str:
    """The state in which a file ends when everything is done with it that can be."""
    extract = sent(name, analyst)
    if extract is None:
        return "not taken"
    wait_until(lambda: Extract.objects.get(pk=extract.pk).state not in ("uploaded", "checking"))
    extract.refresh_from_db()
    if extract.state == Extract.State.FAILED:
        service.discard(extract, analyst, "wrong")
    else:
        service.accept(extract, analyst, extract.problems.values_list("check_name", flat=True))
        wait_until(lambda: Extract.objects.get(pk=extract.pk).state == Extract.State.LOADED)
    extract.refresh_from_db()
    assert extract.file.name == ""
    return extract.state


@pytest.mark.django_db(transaction=True)
def test_nobody_is_known_afterwards(
    worker_pool: WorkerPool, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    worker_pool.close()  # a worker that writes what it says to where this test can read it
    worker_pool.running()
    analyst = make_people()["analyst"]
    ends = {name: taken_to_its_end(name, analyst) for name in FILES}
    assert ends["right"] == "loaded"
    assert ends["no_headings"] == ends["shifted"] == ends["turned"] == ends["birthday_wrong"] == "discarded"
    said = "".join(capfd.readouterr())
    assert "jobs.run" in said
    for place, text in [("log", (said + caplog.text).encode()), *everything_kept()]:
        assert found_in(text) == [], place
    worker_pool.close()
