"""Figures counted from records, from the slices that are current to what a release says of them."""

import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pandas as pd
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from indicators import catalogue
from indicators.catalogue.periods import Period
from indicators.disclosure.protecting import beside
from indicators.extracts.layouts import layout
from indicators.measures.counting import count, figures
from indicators.records import binary, store
from indicators.releases import recounting, service
from indicators.releases.drafting import Basis
from indicators.releases.models import ExactObservation, Observation, Recount, RecountPart, Release
from indicators.statistics import count_interval
from priority_groups.content import cohorts
from reporting import published as door
from tests import keeping
from tests.conftest import People
from tests.extracts.files import Row, csv_of, figure
from tests.extracts.records import row as record
from tests.publishing import publish
from tests.releases.records import A_FEW, load, load_everything

KEY = ["cohort", "measure", "period", "area_code", "breakdown", "category"]
Exact = dict[tuple[str, ...], tuple[str, str]]

pytestmark = pytest.mark.django_db


def exported(folder: Path, *arguments: str) -> list[list[str]]:
    file = folder / "figures.csv"
    call_command("export_observations", *arguments, out=str(file))
    with file.open(newline="") as rows:
        return list(csv.reader(rows))


def exact(folder: Path) -> Exact:
    return {tuple(row[:6]): (row[6], row[7]) for row in exported(folder, "--exact")[1:]}


def at_once() -> pd.DataFrame:
    """What the measures' own code makes of all records in one part."""
    basis = Basis.current()
    records = {}
    for source in basis.of_people:
        names = [name for name in binary.columns_of(store.RECORDS[source]) if name != "slice_id"]
        records[source] = store.read(source, basis.numbers(source), names)
    return figures(basis.plan(), count(basis.plan(), records))


def written(number: object, scale: int) -> str:
    """A count as a file has it."""
    return "" if pd.isna(number) else format((Decimal(int(str(number))) / scale).normalize(), "f")


def draft_of_everything() -> Release:
    """Of records of every source: made once, for every figure is counted and protected."""

    def made() -> Release:
        load_everything(people=60, rows=160)
        return service.draft(None)

    return keeping.release("everything-drafted", made)


def test_a_draft_has_every_figure_that_is_counted_exactly(tmp_path: Path) -> None:
    release = draft_of_everything()
    found = exact(tmp_path)
    expected = {
        tuple(getattr(row, name) for name in KEY): (written(row.numerator, row.scale), written(row.denominator, 1))
        for row in at_once().itertuples()
    }
    assert found == expected
    assert release.observation_count == release.counted == len(expected) > 20_000
    assert any("." in numerator for numerator, _ in found.values())  # a sum of predictions
    assert any(numerator.startswith("-") for numerator, _ in found.values())  # fewer reoffended than was predicted


def test_the_file_of_exact_figures_is_in_the_order_of_its_bytes(tmp_path: Path) -> None:
    load("sentences", people=50, rows=100)
    service.draft(None)
    rows = exported(tmp_path, "--exact")
    assert rows[0] == [*KEY, "numerator", "denominator"]
    assert rows[1:] == sorted(rows[1:], key=lambda row: [value.encode() for value in row])


def test_the_same_records_give_the_same_draft() -> None:
    load_everything(people=20, rows=40, sources=A_FEW)
    first, second = service.draft(None), service.draft(None)
    assert first.content_hash == second.content_hash
    first.refresh_from_db()
    assert (first.state, second.state) == (Release.State.DISCARDED, Release.State.DRAFT)
    load("referrals", people=100, rows=200, seed=8)
    assert service.draft(None).content_hash != first.content_hash


def test_protected_on_two_processors_it_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a draft of many figures is: a program beside does a part of the work."""
    load_everything(people=20, rows=40, sources=A_FEW)
    alone = service.draft(None)
    before = getrusage(RUSAGE_CHILDREN).ru_utime
    monkeypatch.setattr(beside, "MANY", 0)
    assert service.draft(None).content_hash == alone.content_hash
    assert getrusage(RUSAGE_CHILDREN).ru_utime > before


def test_parts_that_are_there_are_not_counted_again_and_go_when_the_draft_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    load_everything(people=20, rows=40, sources=A_FEW)
    expected = service.draft(None).content_hash
    recount = recounting.begin(None)
    recounting.count_parts(recount.pk)
    numbers = list(RecountPart.objects.order_by("number").values_list("number", "rows"))
    assert [number for number, _ in numbers] == list(range(recount.parts))
    assert sum(rows for _, rows in numbers) == recount.rows == len(A_FEW) * 40

    counted = RecountPart.objects.values_list("pk", flat=True)
    kept = set(counted)
    recounting.count_parts(recount.pk, to_the_end=True)
    assert set(counted) == kept
    RecountPart.objects.filter(number=1).delete()
    release = service.draft_recounted(recount)
    assert release.content_hash == expected
    assert not RecountPart.objects.exists()
    assert service.draft_recounted(Recount.objects.get(pk=recount.pk)) == release


def test_a_load_that_comes_between_is_counted_too() -> None:
    load("sentences", people=50, rows=100)
    recount = recounting.begin(None)
    recounting.count_parts(recount.pk)
    load("sentences", people=50, rows=300, seed=9)
    release = service.draft_recounted(recount)
    assert release.content_hash == service.draft(None).content_hash
    assert recount.rows == 300


def test_progress_is_told_in_rows() -> None:
    load_everything(people=20, rows=40, sources=A_FEW)
    told: list[tuple[object, ...]] = []
    service.draft(None, lambda *step: told.append(step))
    counting = [step for step in told if step[0] == "counting"]
    assert counting[0] == ("counting", 0, 80, "rows") and counting[-1] == ("counting", 80, 80, "rows")
    assert next(step[0] for step in told if step[0] != "counting") == "adding"


def test_what_is_published_already_stays_as_published(people: People, tmp_path: Path) -> None:
    load("sentences", people=300, rows=3000)
    alone = exact(tmp_path) if service.draft(None) else {}
    file = tmp_path / "published.csv"
    row = figure(cohort="women", period="YE2020-12", area_code="W92000004", breakdown="", category="", numerator="7717")
    file.write_bytes(csv_of([row]))
    call_command("load_extract", "published", str(file), user="analyst", accept_warnings=True, verbosity=0)
    release = service.draft(people["analyst"])
    key = ("women", "sentences_started", "YE2020-12", "W92000004", "", "")
    both = exact(tmp_path)
    assert both[key][0] == "7717" and alone[key][0] != "7717"
    assert {**both, key: alone[key]} == alone
    assert (release.counted, release.already_published) == (len(alone) - 1, 1)
    told = Observation.objects.get(release=release, origin="published")
    assert told.numerator == 7717
    assert Observation.objects.filter(release=release, origin="counted").count() == len(alone) - 1


def test_a_counted_figure_says_where_it_comes_from(people: People) -> None:
    extract = load("sentences", people=300, rows=3000)
    release = publish(people["analyst"], people["approver"])
    wales = release.observations.get(
        cohort="all", measure="sentences_started", period="2020Q1", area_code="W92000004", breakdown=""
    )
    assert (wales.origin, wales.extract_id, wales.vintage, wales.derived) == ("counted", extract.pk, "2025-12", "")
    edition = door.latest()
    assert edition is not None
    wanted = {"cohort": "all", "measure": "sentences_started", "area": "W92000004", "breakdown": "", "period_from": "2020Q1"}
    assert {figure.source for figure in edition.figures(**wanted)} == {layout("sentences").title.en}
    with translation.override("cy"):
        assert {figure.source for figure in edition.figures(**wanted)} == {str(layout("sentences").title)}


def test_several_extracts_behind_a_figure_are_none_of_them_alone() -> None:
    load("index_events", people=200, rows=500)
    load("proven_offences", people=200, rows=500)
    release = service.draft(None)
    rates = release.observations.filter(measure="reoffending_rate")
    assert rates.exists() and not rates.exclude(extract=None).exists()
    assert set(rates.values_list("source", flat=True)) == {"index_events proven_offences"}


def test_a_cohort_that_has_not_matured_says_when_it_will() -> None:
    load("index_events", people=200, rows=500)
    release = service.draft(None)
    rows = release.observations.filter(measure="reoffending_rate")
    assert set(rows.values_list("symbol", "numerator", "denominator", "value")) == {("x", None, None, None)}
    assert ExactObservation.objects.filter(release=release, measure="reoffending_rate", numerator=None).count() == rows.count()


def sent(folder: Path, source: str, rows: list[Row], as_at: str) -> None:
    """A file of these rows, loaded as from the command line."""
    file = folder / f"{source}-{as_at}.csv"
    file.write_bytes(csv_of(rows, list(rows[0])))
    call_command("load_extract", source, str(file), as_at=date.fromisoformat(as_at), accept_warnings=True, verbosity=0)


def sanctions(days: list[str], first: int = 0) -> list[Row]:
    """A proven reoffence of July 2022 for each day, sanctioned on it; of another person each time, from the `first` on."""
    return [
        record("proven_offences", person_id=f"X{person}", offence_id=f"O{person}", offence_date="2022-07-15", sanction_date=day)
        for person, day in enumerate(days, first)
    ]


def test_while_sanctions_between_two_files_are_missing_no_rate_is_told_that_needs_them(tmp_path: Path) -> None:
    events = [
        record("index_events", person_id=f"X{person}", event_id=f"E{person}", index_date="2022-06-29") for person in range(62)
    ]
    early, late, later = ["2022-08-01"] * 2 + ["2022-11-01"] * 6, ["2023-02-01"] * 10 + ["2023-09-20"] * 9, ["2024-01-15"] * 3

    def told() -> tuple[str, str]:
        service.draft(None)
        return exact(tmp_path)["all", "reoffending_rate", "2022Q2", "W92000004", "", ""]

    sent(tmp_path, "index_events", events, "2024-04-05")
    sent(tmp_path, "proven_offences", sanctions(early), "2023-01-10")
    assert told() == ("", "")
    sent(tmp_path, "proven_offences", sanctions(later, 40), "2024-04-05")
    assert told() == ("", "")
    rates = Release.objects.get(state=Release.State.DRAFT).observations.filter(measure="reoffending_rate")
    assert set(rates.values_list("symbol", flat=True)) == {"x"}
    sent(tmp_path, "proven_offences", sanctions(late, 8), "2023-10-10")
    assert told() == ("", "")  # the last quarter of 2023 is still missing
    late = [*late, "2023-12-20"]
    sent(tmp_path, "proven_offences", sanctions(late, 8), "2023-12-21")
    assert told() == ("", "")  # the last days of it are
    sent(tmp_path, "proven_offences", [*sanctions(late, 8), *sanctions(["2023-12-28"], 28)], "2024-01-20")
    assert told() == ("29", "62")


def known_slowly(held: dict[str, date], day: date) -> bool:
    """Whether all sanctions up to a day are there: each day of it, from the first quarter on, was over when a file was drawn that
    has its quarter; after the last quarter, whether that file was drawn by then."""
    first, last = min(Period.parse(code) for code in held), max(Period.parse(code) for code in held)
    asked = first.start
    while asked <= min(day, last.end):
        code = Period.quarter_of(asked).code
        if code not in held or (code != last.code and asked > held[code]):
            return False
        asked += timedelta(days=1)
    return day <= held[last.code]


@pytest.mark.parametrize("seed", range(12))
def test_proven_offences_are_known_up_to_the_first_day_that_no_file_has(seed: int) -> None:
    chance = random.Random(seed)
    held: dict[str, date] = {}
    for number in range(chance.randint(1, 5)):
        first = Period("quarter", 2020, 1).shifted(chance.randrange(8))
        quarters = [one.code for one in first.up_to(first.shifted(chance.randrange(4)))]
        as_at = Period.parse(quarters[-1]).end + timedelta(days=chance.choice([-40, -1, 0, 1, 30, 400]))
        load("proven_offences", people=1, rows=0, seed=number, as_at=as_at, periods=quarters)
        held |= dict.fromkeys(quarters, as_at)
    known = Basis.current().proven_as_at
    assert known is not None
    for more in range(-100, 1500):
        day = date(2020, 1, 1) + timedelta(days=more)
        if day >= min(Period.parse(code).start for code in held):
            assert (day <= known) == known_slowly(held, day), day


def test_small_counts_are_hidden_and_nobody_is_told_as_zero() -> None:
    release = draft_of_everything()
    exact = {
        (row.cohort, row.measure, row.period, row.area_code, row.breakdown, row.category): row
        for row in release.exact_observations.all()
    }
    for row in release.observations.all():
        truth = exact[row.cohort, row.measure, row.period, row.area_code, row.breakdown, row.category]
        kind = catalogue.measure(row.measure).kind
        if row.symbol in ("c", "u", "x"):
            assert row.numerator is row.denominator is row.value is row.lower is row.upper is None
        elif row.symbol == "z":
            assert truth.denominator == 0
        else:
            assert kind in ("mean", "difference") or truth.numerator not in range(1, 5)
            assert row.numerator == truth.numerator
            if kind == "count" and row.denominator is None:
                continue  # a caseload that is hidden where it is told by itself
            assert truth.denominator not in range(1, 5)
            assert row.denominator == truth.denominator
            # So few people have too few cases to tell how these cluster.
            assert (row.lower is None) == (kind in ("mean", "difference") or catalogue.measure(row.measure).clustered)


def test_from_a_difference_and_its_prediction_no_hidden_count_comes_back() -> None:
    load("index_events", people=4000, rows=20_000)
    load("proven_offences", people=4000, rows=20_000)
    shown: dict[tuple[str, ...], dict[str, Observation]] = {}
    for row in service.draft(None).observations.filter(symbol="", measure__in=["predicted_rate", "actual_less_predicted"]):
        key = (row.cohort, row.period, row.area_code, row.breakdown, row.category)
        shown.setdefault(key, {})[row.measure] = row
    both = [pair for pair in shown.values() if len(pair) == 2]
    assert len(both) > 100
    for pair in both:
        people = pair["predicted_rate"].numerator + pair["actual_less_predicted"].numerator
        assert people == int(people) and people not in range(1, 5)
        assert pair["predicted_rate"].denominator - people not in range(1, 5)


def test_the_first_edition_of_a_new_service_is_exported_from_its_draft(tmp_path: Path) -> None:
    load("sentences", people=50, rows=100)
    service.draft(None)
    assert {row[0] for row in exported(tmp_path, "--exact")[1:]} == {cohort.code for cohort in cohorts()}
    assert len(exported(tmp_path)) == len(exported(tmp_path, "--exact"))


def test_the_page_says_how_many_figures_were_counted(people: People, client: Client) -> None:
    load("sentences", people=50, rows=100)
    release = service.draft(people["analyst"])
    client.force_login(people["approver"])
    page = client.get(reverse("releases:detail", args=[release.pk]), {"page": 2}).content.decode()
    assert f"{release.counted} of them were counted from records" in page.replace(",", "")
    assert "Page 2 of" in page
    text = client.get(reverse("releases:changes", args=[release.pk])).getvalue().decode()
    assert text.count("\nadded,") == release.observation_count


def test_where_cases_cluster_in_people_the_interval_is_wider_and_unknown_of_what_others_published(tmp_path: Path) -> None:
    """Published figures come without people's own counts, so nobody can say how wide."""
    call_command("synthesise", "--from", "2018Q1", "--to", "2018Q4", people=900, seed=7, out=tmp_path, verbosity=0)
    for source in ("index_events", "proven_offences"):
        call_command("load_extract", source, str(tmp_path / f"{source}.csv"), accept_warnings=True, verbosity=0)
    file = tmp_path / "published.csv"
    row = {"measure": "reoffences_per_reoffender", "period": "YE2012-12", "area_code": "W92000004"}
    file.write_bytes(csv_of([figure(**row, numerator="4000", denominator="1000")]))
    call_command("load_extract", "published", str(file), accept_warnings=True, verbosity=0)
    figures_of = service.draft(None).observations.filter(cohort="all", area_code="W92000004", breakdown="", period="YE2018-12")
    for measure in ("reoffences_per_reoffender", "reoffences_per_100_offenders"):
        shown = figures_of.get(measure=measure)
        scale = catalogue.measure(measure).scale / float(shown.denominator)
        lower, upper = count_interval(float(shown.numerator))
        assert shown.lower < shown.value < shown.upper
        assert float(shown.upper - shown.lower) > 2 * (upper - lower) * scale
    rate = figures_of.get(measure="reoffending_rate")
    assert rate.lower < rate.value < rate.upper
    elsewhere = Observation.objects.get(origin="published", measure="reoffences_per_reoffender")
    assert (elsewhere.value, elsewhere.lower, elsewhere.upper) == (4, None, None)
