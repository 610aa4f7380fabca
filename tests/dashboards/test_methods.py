"""The methods page: rules and settings as they are in force, and examples that the real functions worked out."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from indicators import methods
from indicators.methods import examples, rules
from priority_groups import content
from priority_groups.content import Disclosure
from tests.dashboards.reading import Read, read

TEMPLATES = sorted((settings.BASE_DIR / "templates" / "dashboards" / "methods").glob("*.html"))
SignedIn = Callable[[str], Client]


@pytest.fixture
def page(signed_in: SignedIn) -> Callable[[], Read]:
    member = signed_in("member")

    def fetch() -> Read:
        answer = member.get("/en/methods/")
        assert answer.status_code == 200
        return read(answer.content)

    return fetch


def test_worked_examples_are_the_reference_values(page: Callable[[], Read]) -> None:
    text = page().text
    assert "65 of 100: 55.25% to 73.64%" in text
    assert "10: 4.787 to 18.391" in text
    assert "3: 0.619 to 8.767" in text
    assert "An average of 30% and a group of 100 people: 21.02% to 38.98%" in text
    assert "p = 0.008 becomes q = 0.020: signal" in text


def test_the_small_table_shows_what_leaks_and_what_does_not(page: Callable[[], Read]) -> None:
    shown = page()
    table = {row[0]: row[1:] for row in shown.tables["example-of-protection"]}
    small = methods.disclosure().largest_small_count
    assert table["Wales"] == ["124", "124", "124"]
    assert table["Dyfed-Powys"] == ["3", "c", "c"]
    assert [row[2] for row in table.values()].count("c") >= 2
    assert "Dyfed-Powys is 3." in shown.text
    low, high = map(int, re.search(r"Dyfed-Powys has (\d+) to (\d+)", shown.text).groups())  # type: ignore[union-attr]
    assert low <= 3 and high > small and high - low >= methods.disclosure().least_width


def test_the_chart_of_the_example_rings_what_stands_out(page: Callable[[], Read]) -> None:
    rows = page().tables["example-of-limits-table"]
    assert rows[0][-1] == "What stands out"
    assert [row[-1] for row in rows[1:]] == [""] * 9 + ["above the limits"]


def test_settings_stand_on_the_page_as_they_are(page: Callable[[], Read], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "A number from 1 to 4 is not shown." in page().text
    other = Disclosure(largest_small_count=9, fewest_people=77, least_width=13)
    for module in (rules, examples):
        monkeypatch.setattr(module.content, "disclosure", lambda: other)
    examples.protection.cache_clear()
    for kept in ("kept", "pages"):  # as after a new start
        caches[kept].clear()
    text = page().text
    examples.protection.cache_clear()
    assert "A number from 1 to 9 is not shown." in text
    assert "fewer than 77 people is not shown" in text
    assert "at least 13 wide" in text


def test_retention_and_follow_up_are_the_services_own(page: Callable[[], Read], settings: object) -> None:
    settings.RETAIN_RECORDS_YEARS = 3  # type: ignore[attr-defined]
    text = page().text
    assert "At most 3 years." in text
    assert "A reoffence counts within 12 months of it, and where it is proven within 18 months." in text
    assert "55 weeks old" in text


def test_what_is_known_of_false_alarms_and_power_is_what_was_measured(page: Callable[[], Read]) -> None:
    shown = page()
    measured = methods.power()
    assert measured.most_false_alarms <= 0.05
    for place, table in enumerate(measured.tables, start=1):
        rows = shown.tables[f"power-{place}"]
        assert len(rows) == 1 + len(table.rows)
        assert float(rows[1][1].rstrip("%")) == pytest.approx(table.rows[0][1][0] * 100)


def test_every_measure_and_cohort_is_explained(page: Callable[[], Read]) -> None:
    text = page().text
    assert all(str(cohort.rule_in_words) in text for cohort in content.cohorts())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_number_is_typed_into_the_page(path: object) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|from 1 to ", "", path.read_text(), flags=re.DOTALL)  # type: ignore[attr-defined]
    assert re.findall(r"\d+", text) == []


def test_it_is_linked_from_every_page(signed_in: SignedIn) -> None:
    assert read(signed_in("member").get("/en/data/").content).links["Methods"] == "/en/methods/"
