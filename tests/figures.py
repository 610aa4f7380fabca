"""A release with more kinds of figures than the example extracts have, one of them suppressed."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command

from indicators.releases import service
from indicators.releases.models import Observation, Release
from tests import keeping, publishing
from wales_framework.access.models import User

HEADINGS = "cohort,measure,period,area_code,breakdown,category,numerator,denominator,vintage,source"
REGIONS = ("W15000001", "W15000002", "W15000003", "W15000004")
PERIODS = ("YE2021-03", "YE2022-03", "YE2023-03", "2022Q4", "2023Q1")
# Written nowhere else in the tests' data, so that finding it on a page means that it got out.
SECRET = 7717
HIDDEN = {"cohort": "women", "measure": "reoffending_rate", "area_code": "W15000004", "period": "YE2022-03"}


def rows() -> list[str]:
    """Rates by region, in years and quarters; two cohorts of one indicator."""
    made = []
    for place, area in enumerate(REGIONS):
        for step, period in enumerate(PERIODS):
            numerator, denominator = 310 + 40 * place + 7 * step, 1000 + 50 * place
            if (area, period) == (HIDDEN["area_code"], HIDDEN["period"]):
                numerator, denominator = SECRET, SECRET * 3
            made.append(f"women,reoffending_rate,{period},{area},,,{numerator},{denominator},2025-01,Figures of the tests")
    for cohort, reoffences in (("young_adults", 2400), ("care_leavers", 900)):
        made.append(f"{cohort},reoffences_per_reoffender,YE2023-03,W92000004,,,{reoffences},600,2025-01,Figures of the tests")
    return made


def publish_rich(people: dict[str, User], folder: Path, in_draft: Callable[[Release], None] = lambda release: None) -> Release:
    """The examples and the rows above, published; one figure suppressed as disclosure control would, and Wales with it.

    `in_draft` may add to the draft before it is submitted.
    """
    name = f"rich {in_draft.__module__}.{in_draft.__qualname__}"
    return keeping.release(name, lambda: _publish_rich(people, folder, in_draft))


def _publish_rich(people: dict[str, User], folder: Path, in_draft: Callable[[Release], None]) -> Release:
    analyst, approver = people["analyst"], people["approver"]
    publishing.load_examples(analyst)
    file = folder / "figures.csv"
    file.write_text("\n".join([HEADINGS, *rows()]) + "\n")
    call_command("load_extract", "published", str(file), user=analyst.username, accept_warnings=True, verbosity=0)
    release = service.draft(analyst)
    # Wales goes with it: Wales less the other regions would give it back.
    place = {**HIDDEN, "area_code__in": [HIDDEN["area_code"], "W92000004"]}
    del place["area_code"]
    hidden = Observation.objects.filter(release=release, **place)
    assert hidden.update(numerator=None, denominator=None, value=None, lower=None, upper=None, symbol="c") == 2
    release.content_hash = service.content_hash(release)
    release.save(update_fields=["content_hash"])
    in_draft(release)
    service.submit(release, analyst)
    service.approve(release, approver)
    service.publish(release, approver)
    return release


def exported(folder: Path) -> str:
    """What `manage.py export_observations` writes for the latest release."""
    file = folder / "exported.csv"
    call_command("export_observations", out=str(file), verbosity=0)
    return file.read_bytes().decode()


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of CSV or JSON with the values of either: nothing is None, numbers are decimals."""
    numbers = {"numerator", "denominator", "value", "lower", "upper"}
    return {
        name: (None if value in ("", None) else Decimal(str(value))) if name in numbers else value for name, value in row.items()
    }
