"""Provisional and revised figures: the rule, and the marks in every form in which a reader meets them."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from django.test import Client

from indicators.releases import service
from indicators.releases.compare import Comparison
from indicators.releases.drafting import marks
from indicators.releases.models import KEY, Observation, Release
from tests.conftest import People
from tests.publishing import load_examples, publish
from tests.releases import records

OTHER = {"cohort": "women", "measure": "entries", "area_code": "W92000004", "breakdown": "", "category": ""}


def figures(*rows: tuple[str, str | None, float | None, str, str], denominator: str | None = None) -> pa.Table:
    """Period, numerator, value, symbol, origin of each, of which all have one denominator."""
    names = ("period", "numerator", "value", "symbol", "origin", "denominator")
    columns = [dict(zip(names, (*row, denominator), strict=True)) | OTHER for row in rows]
    schema = pa.schema([(name, pa.float64() if name == "value" else pa.string()) for name in (*KEY, *names[1:])])
    return pa.Table.from_pylist(columns, schema)


def symbols(shown: pa.Table, before: pa.Table | None = None, final: tuple[str, ...] = ()) -> list[str]:
    nothing = pa.table({})
    return marks.with_marks(shown, nothing if before is None else before, {"2025Q4"}, final)["symbol"].to_pylist()


def test_counted_figures_of_the_last_quarters_are_provisional_and_hidden_or_published_ones_never() -> None:
    shown = figures(
        ("2025Q3", "12", 12.0, "", "counted"),
        ("2025Q4", "12", 12.0, "", "counted"),
        ("2025Q4", None, None, "c", "counted"),
        ("2025Q4", None, None, "", "counted"),
        ("2025Q4", "12", 12.0, "", "published"),
    )
    assert symbols(shown) == ["", "p", "c", "", ""]
    assert symbols(shown, final=("entries",)) == ["", "", "c", "", ""]


def test_a_figure_that_reads_otherwise_than_before_is_revised() -> None:
    before = figures(
        ("2025Q1", "12", 12.0, "", "counted"),
        ("2025Q2", "12", 12.0, "", "counted"),
        ("2025Q3", "12.3456", 40.1, "", "counted"),
        ("2025Q4", "7", 7.0, "p", "counted"),
    )
    shown = figures(
        ("2025Q1", "12", 12.0, "", "counted"),
        ("2025Q2", "13", 13.0, "", "counted"),
        ("2025Q3", "12.3456", 40.2, "", "published"),
        ("2025Q4", "8", 8.0, "", "counted"),
        ("2024Q4", "8", 8.0, "", "counted"),
    )
    assert symbols(shown, before) == ["", "r", "r", "r", ""]
    hidden = figures(("2025Q1", None, None, "c", "counted"))
    assert symbols(hidden, before) == ["c"]


def test_a_count_whose_denominator_is_another_is_revised_as_its_share_is() -> None:
    """34 of 263 people on the caseload, and then 34 of 303."""
    row = ("2025Q1", "34", 34.0, "", "counted")
    before = figures(row, denominator="263")
    assert symbols(figures(row, denominator="303"), before) == ["r"]
    assert symbols(figures(row, denominator="263"), before) == [""]
    assert symbols(figures(row), before) == [""]  # hidden now: nothing is said that was said otherwise


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2025, 12, 1), {"2025Q3", "2025Q4", "YE2025-09"}),
        (date(2026, 1, 2), {"2025Q4"}),
        (date(2026, 7, 1), set()),
        (None, set()),
    ],
)
def test_a_period_is_provisional_from_the_quarter_before_the_newest_extract_on(as_at: date | None, expected: set[str]) -> None:
    codes = ["2025Q2", "2025Q3", "2025Q4", "YE2025-06", "YE2025-09"]
    assert marks.provisional_periods(codes, as_at) == expected


def test_reoffending_is_final_when_it_is_told() -> None:
    assert "reoffending_rate" in marks.final_measures() and "immediate_custody" not in marks.final_measures()


def test_the_second_release_marks_what_the_first_said_otherwise(people: People, signed_in: Callable[[str], Client]) -> None:
    load_examples(people["analyst"])
    records.load("sentences", 300, 4000, seed=7)
    first = publish(people["analyst"], people["approver"])
    records.load("sentences", 300, 4000, seed=8)
    second = service.draft(people["analyst"])
    told = {tuple(getattr(one, name) for name in KEY): one for one in first.observations.exclude(value=None)}
    revised = 0
    for one in second.observations.exclude(value=None):
        was = told.get(tuple(getattr(one, name) for name in KEY))
        differs = was is not None and (was.numerator != one.numerator or was.value != one.value)
        assert (one.symbol == "r") == differs, one
        revised += differs
    assert revised > 100
    assert not second.observations.filter(value=None, symbol__in=["p", "r"]).exists()
    service.submit(second, people["analyst"])
    service.approve(second, people["approver"])
    service.publish(second, people["approver"])
    member = signed_in("member")
    api = member.get("/api/v1/observations?indicator=A1&origin=counted&area=W92000004&format=json")
    told_by_api = json.loads(b"".join(api.streaming_content) if api.streaming else api.content)  # type: ignore[attr-defined]
    assert any(one["symbol"] == "r" and one["value"] is not None for one in told_by_api)
    page = member.get("/en/indicators/A1/?origin=counted").content.decode()
    assert "[r]" in page and "revised" in page
    file = member.get("/en/data/all-figures.csv")
    lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert sum(",r," in line for line in lines) == Observation.objects.filter(release=second, symbol="r").count()


def test_a_mark_alone_is_no_change(people: People) -> None:
    load_examples(people["analyst"])
    first = publish(people["analyst"], people["approver"])
    second = service.draft(people["analyst"])
    second.observations.exclude(value=None).update(symbol="r")
    second.parts.all().delete()
    assert Comparison(first, second).changes().none
    some = second.observations.exclude(value=None).values_list("area_code", flat=True)[0]
    second.observations.filter(area_code=some).exclude(value=None).update(value=Decimal("1.5"))
    assert Comparison(first, second).changes().changed > 0
    assert Release.objects.latest_published() == first
