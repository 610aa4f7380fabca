"""What disclosure control hides is nowhere: in no page, attribute, chart, file, answer, header, pack, session, cache or job.

The release is drafted, found out about and published as always, but counts from 1,000 to 1,999 are hidden as if they were small:
numbers with four digits can be looked for everywhere, where a 3 would be found on every page for other reasons.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pypdf
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from indicators import catalogue
from indicators.disclosure.primary import primary_symbols
from indicators.releases.drafting import protection
from indicators.releases.models import ExactObservation, Observation, Release
from reporting import published as editions
from reporting.packs import making
from tests import publishing
from tests.conftest import make_people
from tests.dashboards.reading import read
from tests.releases.records import load_everything
from wales_framework.jobs.models import Job

FIRST, LAST = 1000, 1999
KEY = ("cohort", "measure", "area_code", "period", "breakdown", "category")
NUMBER = re.compile(r"(?<![\w.])(\d{4})(?:\.0+)?(?![\w]|\.\d)")
# The numbers of requests and jobs: chance, and one group in eight of them is four digits.
BY_CHANCE = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
INDICATORS = ("A1", "A2", "A3", "A5", "B7", "D5", "F1")


@dataclass(frozen=True)
class Hidden:
    """A published release, its hidden keys, and the numbers that only its exact table has."""

    release: Release
    keys: frozenset[tuple[str, ...]]
    secrets: frozenset[str]


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[dict[str, Any], Hidden]]:
    """Counted and published once for all tests of this module, which takes some seconds; they change nothing in it."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(protection, "primary_symbols", hiding_thousands)
        people = make_people()
        publishing.load_examples(people["analyst"])
        load_everything(people=2_000, rows=8_000)
        release = publishing.publish(people["analyst"], people["approver"])
        yield people, hidden_in(release)
        transaction.set_rollback(True)


def hiding_thousands(rows: pd.DataFrame, *rules: Any, **settings: Any) -> Any:
    """The primary rules, and every count from FIRST to LAST beside them."""
    counts = rows["numerator"].to_numpy(dtype=np.int64, na_value=0)
    wide = (counts >= FIRST) & (counts <= LAST) & (rows["origin"].to_numpy(dtype=str) != "published")
    return np.where(wide, "c", primary_symbols(rows, *rules, **settings))


def hidden_in(release: Release) -> Hidden:
    columns = (*KEY, "numerator", "denominator")
    ends = ("value", "lower", "upper")
    shown = {tuple(row[:6]): row[6:] for row in Observation.objects.filter(release=release).values_list(*columns, *ends)}
    keys, exact = set(), set()
    for *key, numerator, denominator in ExactObservation.objects.filter(release=release).values_list(*columns):
        told_numerator, told_denominator, *_ = shown[tuple(key)]
        if numerator is not None and told_numerator is None:
            keys.add(tuple(key))
            exact.add(numerator)
        if denominator is not None and told_denominator is None:
            exact.add(denominator)
    told = {number for numbers in shown.values() for number in numbers}
    # Round numbers stand on axes, and years everywhere.
    secrets = {str(one) for one in exact - told if FIRST <= one <= LAST and one == int(one) and one % 50}
    return Hidden(release, frozenset(keys), frozenset(secrets) - {"1999"})


@pytest.fixture
def hidden(everything: tuple[dict[str, Any], Hidden], db: None) -> Hidden:
    return everything[1]


@pytest.fixture
def member(everything: tuple[dict[str, Any], Hidden], db: None) -> Client:
    client = Client()
    client.force_login(everything[0]["member"])
    return client


def numbers_in(text: str) -> set[str]:
    return set(NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", BY_CHANCE.sub("", text))))


def whole(answer: Any) -> str:
    """Headers, cookies and body of an answer. Its length is no figure, and another on another day."""
    assert answer.status_code == 200
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    return f"{headers} {answer.cookies} {bytes(answer.getvalue()).decode()}"


def test_there_is_something_to_look_for_and_it_would_be_found(hidden: Hidden, member: Client) -> None:
    assert len(hidden.keys) > 500
    assert len(hidden.secrets) > 30
    secret = min(hidden.secrets)
    for text in (
        f'title="{secret[0]},{secret[1:]}"',
        f'"y": [{secret}.0, null]',
        f"{secret} of 9",
        f"[{secret}]",
        f">{secret}%<",
    ):
        assert numbers_in(text) == {secret}
    assert numbers_in(f"2f875b01-{secret}-47b1-994b-175972b5fde7") == set()
    women = {"cohort": "women", "measure": "sentences_started", "breakdown": "", "period__endswith": "-12"}
    shown = Observation.objects.filter(release=hidden.release, area_code="W15000001", **women, numerator__gt=99)
    page = whole(member.get("/en/indicators/A1/?origin=counted&kind=year_12&breakdown=none"))
    assert shown and all(f">{one.numerator}<" in page for one in shown)


def pages() -> Iterator[str]:
    yield from ("/en/", "/cy/", "/cy/grwpiau/A/", "/cy/dangosyddion/A1/", "/cy/dangosyddion/A3/?area=Cymru&origin=counted")
    for group in "ABCDEF":
        yield f"/en/groups/{group}/"
    for code in INDICATORS:
        yield f"/en/indicators/{code}/"
        yield f"/en/indicators/{code}/?area=W92000004&origin=counted&kind=quarter"
        for area in ("W15000001", "unknown"):
            yield f"/en/indicators/{code}/?area={area}&origin=counted&kind=year_12"


def test_no_page_holds_a_hidden_number_in_any_text_attribute_chart_or_header(hidden: Hidden, member: Client) -> None:
    leaks = {address: found for address in pages() if (found := numbers_in(whole(member.get(address))) & hidden.secrets)}
    assert leaks == {}


FILES = [
    "/en/data/all-figures.csv",
    "/api/v1/observations",
    "/api/v1/observations?format=csv",
    "/api/v1/findings",
    "/api/v1/findings?format=csv",
    "/api/v1/releases",
    *(f"/en/indicators/{code}/figures.csv?origin=counted" for code in INDICATORS),
]


def test_no_file_and_no_answer_of_the_api_holds_a_hidden_number(hidden: Hidden, member: Client) -> None:
    leaks = {address: found for address in FILES if (found := numbers_in(whole(member.get(address))) & hidden.secrets)}
    assert leaks == {}


def test_what_is_hidden_is_empty_with_its_symbol_in_every_format(hidden: Hidden, member: Client) -> None:
    told = {tuple(row[name] for name in KEY): row for row in json.loads(member.get("/api/v1/observations").getvalue())}
    text = member.get("/api/v1/observations?format=csv").getvalue().decode()
    written = {tuple(row[name] for name in KEY): row for row in csv.DictReader(io.StringIO(text))}
    assert written.keys() == told.keys() >= hidden.keys
    for key in hidden.keys:
        numbers = ("numerator", "denominator", "value", "lower", "upper")
        assert [told[key][name] for name in numbers] == [None] * 5
        assert [written[key][name] for name in numbers] == [""] * 5
        assert told[key]["symbol"] == written[key]["symbol"] in ("c", "u")


def test_chart_table_and_csv_hold_the_same_shown_figures(hidden: Hidden, member: Client) -> None:
    for code in INDICATORS:
        answer = member.get(f"/en/indicators/{code}/?origin=counted&area=W92000004")
        page = answer.content.decode()
        table = read(answer.content).tables[f"{code}-table"]
        cells = [row[1] for row in table[1:]]
        (figure, *_) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
        line = next(trace for trace in json.loads(figure)["data"] if trace["mode"] == "lines+markers")
        drawn = [None if value is None else float(value) for value in line["y"]]
        assert [_number(cell) for cell in cells] == drawn
        assert line["connectgaps"] is False


def test_what_was_found_rests_on_nothing_hidden(hidden: Hidden) -> None:
    periods = {(*key[:3], *key[4:], key[3]) for key in hidden.keys}
    for finding in hidden.release.findings.all():
        series = (finding.cohort, finding.measure, finding.area_code, finding.breakdown, finding.category)
        for period, value, centre in zip(
            finding.series["periods"], finding.series["values"], finding.series["centre"], strict=True
        ):
            if (*series, period) in periods:
                assert value is None and centre is None
        assert numbers_in(json.dumps([finding.series["values"], finding.params])) & hidden.secrets == set()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_pack_holds_a_hidden_number(hidden: Hidden, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the typesetter is given, alternative texts and pictures too, and what some pages of what it makes say."""
    given: list[dict[str, Any]] = []
    render = making.render
    monkeypatch.setattr(making, "render", lambda document, form: (given.append(document), render(document, form))[1])
    made = making.make(editions.get(hidden.release.pk), language)
    assert numbers_in(json.dumps(given[0], ensure_ascii=False)) & hidden.secrets == set()
    pages_of_it = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[2::9]
    assert numbers_in(" ".join(page.extract_text() for page in pages_of_it)) & hidden.secrets == set()


def test_no_session_cache_or_job_keeps_a_hidden_number(hidden: Hidden, member: Client) -> None:
    member.get("/en/indicators/A1/?from=nonsense")
    kept = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    kept += [json.dumps(row, default=str) for row in Job.objects.values()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        kept += [str(row) for row in cursor.fetchall()]
    assert len(kept) > 0
    assert numbers_in(" ".join(kept)) & hidden.secrets == set()


def test_equal_content_has_an_equal_etag(hidden: Hidden, member: Client) -> None:
    tags = {member.get("/api/v1/observations", {"cohort": "women"})["ETag"] for _ in range(2)}
    assert len(tags) == 1
    answer = member.get("/api/v1/observations", {"cohort": "women"}, headers={"If-None-Match": tags.pop()})
    assert (answer.status_code, answer.content) == (304, b"")


def test_the_areas_of_these_pages_are_those_of_the_catalogue() -> None:
    assert {"W92000004", "W15000001", "unknown"} <= {area.code for area in catalogue.areas()}


def _number(cell: str) -> float | None:
    found = re.match(r"\N{MINUS SIGN}?[\d,]+(?:\.\d+)?", cell)
    return float(found[0].replace(",", "").replace("\N{MINUS SIGN}", "-")) if found else None
