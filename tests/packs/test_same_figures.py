"""The numbers of a pack's tables are those of the API: row for row, area for area, period for period."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from indicators import catalogue
from reporting import published as editions
from reporting.charting import title_of
from reporting.charts.format import NOT_SHOWN, bracketed
from reporting.packs import making
from tests import figures, findings
from tests.conftest import People

pytestmark = pytest.mark.django_db


def test_every_number_in_a_table_of_the_pack_is_the_one_that_the_api_gives(
    people: People, signed_in: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = figures.publish_rich(people, tmp_path, findings.find)
    held: list[dict[str, Any]] = []
    render = making.render

    def rendered(data: dict[str, Any], template: str) -> tuple[bytes, int]:
        held.append(data)
        return render(data, template)

    monkeypatch.setattr(making, "render", rendered)
    making.make(editions.get(release.pk), "en")
    answer = signed_in("board").get("/api/v1/observations").json()
    told: dict[tuple[str, str], dict[str, str]] = {}
    for row in answer:
        told.setdefault((_title(row), row["area_name"]), {})[row["period"]] = _written(row)
    charts = [chart for group in held[0]["groups"] for one in group["indicators"] for chart in one["charts"]]
    charts += held[0]["comparison"]["charts"]
    compared = 0
    for chart in charts:
        for name, *cells in chart["table"]["rows"]:
            area = name.partition(":")[0]
            if (chart["title"], area) in told:
                known = set(told[chart["title"], area].values()) | {"[x]"}
                shown = [cell for cell in cells if cell]
                assert set(shown) <= known, (chart["title"], name)
                compared += len(shown)
    assert compared > 80


def _title(row: dict[str, Any]) -> str:
    return title_of(_Named(row))  # type: ignore[arg-type]


class _Named:
    """Enough of a figure for its title."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.measure, self.cohort, self.breakdown, self.category = (
            row[name] for name in ("measure", "cohort", "breakdown", "category")
        )


def _written(row: dict[str, Any]) -> str:
    if row["symbol"] and row["symbol"] in NOT_SHOWN:
        return bracketed(row["symbol"])
    value = Decimal(str(row["value"])).quantize(Decimal(1).scaleb(-catalogue.measure(row["measure"]).decimals))
    text = f"{value:,}" + ("%" if row["unit"] == "percent" else "")
    return f"{text} {bracketed(row['symbol'])}" if row["symbol"] else text
