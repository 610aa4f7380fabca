"""The audit of a release: what is planted is found, blocks publication and is told as a sum."""

import io
import json
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from indicators.disclosure.attacker.reading import read, typed
from indicators.releases import auditing, service
from indicators.releases.auditing.files import rows_of
from indicators.releases.auditing.knowledge import knowledge
from indicators.releases.models import Audit, ExactObservation, Observation, Release
from indicators.releases.rows import as_row, observations, write_csv
from tests import keeping
from tests.conftest import People
from tests.releases.records import load
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job

WALES, GWENT = "W92000004", "W15000002"
pytestmark = pytest.mark.django_db


def hide(release: Release, **key: object) -> None:
    """Hide the figures of these keys in a draft."""
    release.observations.filter(**key).update(numerator=None, denominator=None, value=None, lower=None, upper=None, symbol="c")


@pytest.fixture
def draft() -> Release:
    """Terminations of so many people that no figure of Wales or of a region is small, as somebody counted them."""
    return keeping.release("everybody by region", _everybody)


def _everybody() -> Release:
    load("terminations", people=4000, rows=24_000)
    release = service.draft(None)
    # Only everybody, Wales and the regions: what is planted in it is all there is to be found.
    for model in (Observation, ExactObservation):
        rows = model.objects.filter(release=release)
        rows.exclude(cohort="all", breakdown="").delete()
    reveal(release)
    return release


def reveal(release: Release) -> None:
    """Show every figure, whatever the protection hid."""
    table, exact = Observation._meta.db_table, ExactObservation._meta.db_table
    same = " AND ".join(f"shown.{name} = exact.{name}" for name in ("release_id", "cohort", "measure", "area_code", "period"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS shown SET numerator = exact.numerator, denominator = exact.denominator, symbol = '' "
            f"FROM {exact} AS exact WHERE {same} AND shown.release_id = %s",
            [release.pk],
        )


def plant(release: Release, period: str = "2020Q1", area: str = GWENT, count: int = 3) -> None:
    """Make one region's completed orders a small number, exactly and consistently, and hide that figure alone."""
    exact = ExactObservation.objects.get(release=release, cohort="all", area_code=area, period=period)
    less = exact.numerator - count
    years = [f"YE{end}" for end in ("2020-03", "2020-06", "2020-09", "2020-12")]
    for model in (ExactObservation, Observation):
        for one in model.objects.filter(release=release, area_code__in=[area, WALES], period__in=[period, *years]):
            model.objects.filter(pk=one.pk).update(numerator=one.numerator - less)
    hide(release, area_code=area, period=period)


def test_the_attacker_reads_what_a_member_downloads(draft: Release) -> None:
    file = io.StringIO()
    write_csv(map(as_row, observations(draft)), file)
    file.seek(0)
    downloaded = typed(pd.read_csv(file, dtype=str, keep_default_na=False))
    one, two = read(downloaded, knowledge()), read(typed(rows_of(draft)), knowledge())
    assert (one.number == two.number).all()
    assert np.array_equal(one.value, two.value, equal_nan=True)


def test_a_release_that_hides_nothing_has_nothing_to_find(draft: Release) -> None:
    found = auditing.audit(draft)
    assert (found.hidden, found.attacked, found.leaks) == (0, 0, [])
    assert auditing.current(draft) == found


def test_a_planted_leak_is_found_with_its_sum(draft: Release) -> None:
    plant(draft)
    found = auditing.audit(draft)
    leak = next(one for one in found.leaks if one["key"][0] == "completion_rate")
    assert leak["key"] == ["completion_rate", "all", GWENT, "2020Q1", "", ""]
    assert leak["lowest"] == leak["highest"] == 3
    assert sum(term["times"] * term["value"] for term in leak["terms"]) == 3
    assert Event.objects.filter(action="release.audit", target_id=str(draft.pk)).exists()


def test_hidden_in_two_regions_and_every_year_it_is_safe(draft: Release) -> None:
    plant(draft)
    for area in (GWENT, "W15000003"):
        for code in ("2020Q1", "2020Q2", "YE2020-03", "YE2020-06", "YE2020-09", "YE2020-12", "YE2021-03"):
            hide(draft, area_code=area, period=code)
    found = auditing.audit(draft)
    assert found.attacked == 1 and found.leaks == []


def test_the_command_tells_leaks_and_ends_with_1(draft: Release, capsys: pytest.CaptureFixture[str]) -> None:
    plant(draft)
    with pytest.raises(SystemExit) as ended:
        call_command("release", "audit", json=True)
    told = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert told["release"] == draft.pk and told["hidden"] == 1 and told["leaks"][0]["highest"] == 3
    reveal(draft)
    call_command("release", "audit", str(draft.pk), json=True)
    assert json.loads(capsys.readouterr().out)["leaks"] == []


def test_a_release_that_leaks_is_not_submitted(draft: Release, people: People) -> None:
    plant(draft)
    with pytest.raises(service.ReleaseRefused, match="hidden figures"):
        service.submit(draft, people["analyst"])
    draft.refresh_from_db()
    assert draft.state == Release.State.DRAFT
    assert Audit.objects.filter(release=draft).exists()


def test_an_audit_of_other_figures_or_beside_other_releases_counts_no_more(draft: Release) -> None:
    auditing.audit(draft)
    draft.content_hash = "0" * 64
    assert auditing.current(draft) is None
    made = auditing.bring_up_to_date(draft)
    assert auditing.bring_up_to_date(draft) == made
    made.beside = [draft.pk + 1]
    made.save()
    assert auditing.current(draft) is None


def test_the_page_shows_the_sum_and_the_exact_number(draft: Release, signed_in: Callable[[str], Client]) -> None:
    plant(draft)
    analyst, address = signed_in("analyst"), reverse("releases:hidden", args=[draft.pk])
    before = analyst.get(address).content.decode()
    assert "was not attacked yet" in before and "3 of" in before
    auditing.audit(draft)
    answer = analyst.get(address)
    page = " ".join(answer.content.decode().split())
    assert "It can only be 3." in page
    assert "less Dyfed-Powys" in page and "<strong>= 3</strong>" in page
    assert "no-store" in answer["Cache-Control"]


def test_a_sum_of_predictions_is_written_as_on_every_page(draft: Release, signed_in: Callable[[str], Client]) -> None:
    plant(draft)
    there = {"release": draft, "cohort": "all", "area_code": GWENT, "period": "2020Q1"}
    ExactObservation.objects.filter(**there).update(numerator=Decimal("-1.142165"), denominator=Decimal(1234))
    page = signed_in("analyst").get(reverse("releases:hidden", args=[draft.pk])).content.decode()
    assert "\N{MINUS SIGN}1.1 of 1,234<" in page and "1.142165" not in page


def test_the_page_filters_and_says_where_nothing_is_left(draft: Release, signed_in: Callable[[str], Client]) -> None:
    plant(draft)
    analyst, address = signed_in("analyst"), reverse("releases:hidden", args=[draft.pk])
    assert "1 figure<" in " ".join(analyst.get(address, {"kind": "quarter"}).content.decode().split()).replace(" <", "<")
    assert "Choose fewer filters" in analyst.get(address, {"kind": "year"}).content.decode()
    assert "Choose fewer filters" in analyst.get(address, {"measure": "sentences_started"}).content.decode()
    reveal(draft)
    assert "Nothing is hidden in this release" in analyst.get(address).content.decode()


def test_every_hidden_figure_has_its_reason(draft: Release, signed_in: Callable[[str], Client]) -> None:
    """One that is shown without its denominator has one too, and so has what was drafted before there were reasons."""
    analyst, address = signed_in("analyst"), reverse("releases:hidden", args=[draft.pk])
    there = {"cohort": "all", "area_code": GWENT, "period": "2020Q1"}
    draft.observations.filter(**there).update(denominator=None)
    alone = "its denominator alone, which is hidden with another figure"
    assert f">{alone}</td>" in analyst.get(address, {"reason": "denominator"}).content.decode()
    assert "Choose fewer filters" in analyst.get(address, {"reason": "companion"}).content.decode()
    hide(draft, **there)
    page = analyst.get(address).content.decode()
    assert ">drafted before reasons were noted down</td>" in page and f">{alone}</td>" not in page
    ExactObservation.objects.filter(release=draft, **there).update(hidden="companion")
    assert ">another figure could be worked out from it</td>" in analyst.get(address, {"reason": "companion"}).content.decode()


def test_the_button_asks_a_worker_once(draft: Release, signed_in: Callable[[str], Client]) -> None:
    analyst, address = signed_in("analyst"), reverse("releases:attack", args=[draft.pk])
    for _ in range(2):
        assert analyst.post(address).status_code == 302
    assert Job.objects.filter(kind=auditing.AUDIT_JOB, target=str(draft.pk)).count() == 1
