"""Small releases as files that somebody downloaded, for the attacker: rows by hand, and what is known of them."""

from collections.abc import Iterable

import pandas as pd

from indicators.disclosure.attacker import Attack, Cohort, Knowledge, Measure, Quantity
from indicators.releases.rows import COLUMNS

WALES, NORTH, GWENT, SOUTH, DYFED, UNKNOWN = "W", "N", "G", "S", "D", "U"
REGIONS = (NORTH, GWENT, SOUTH, DYFED)
HIDDEN = None
Row = dict[str, object]


def known(**changes: object) -> Knowledge:
    """Two measures, by area and sex: sentences, of people who count once, and a rate of orders that add up over a year."""
    told: dict[str, object] = {
        "wales": WALES,
        "parts_of_wales": (*REGIONS, UNKNOWN),
        "quantities": {
            "people": Quantity(True, False, frozenset({"sex"}), once=True),
            "done": Quantity(True, True, frozenset({"sex"})),
            "ended": Quantity(True, True, frozenset({"sex"})),
            "not_done": Quantity(False, False, frozenset(), implied=("done", "ended")),
        },
        "measures": {
            "sentences": Measure("count", "people"),
            "rate": Measure("proportion", "done", "ended", 100, 1),
        },
        "categories": {"sex": ("F", "M", "not_stated")},
        "cohorts": {
            "all": Cohort(),
            "women": Cohort("A", inside=(("sex", "F"),), outside=(("sex", "M"), ("sex", "not_stated"))),
        },
        "sums": ({"ended": 1, "done": -1, "not_done": -1},),
    }
    return Knowledge(**{**told, **changes})  # type: ignore[arg-type]


def row(
    numerator: object,
    denominator: object = "",
    *,
    measure: str = "sentences",
    area: str = WALES,
    period: str = "2023Q1",
    cohort: str = "all",
    category: str = "",
    breakdown: str | None = None,
    **others: object,
) -> Row:
    """A line of the file: HIDDEN stands for a number that is not shown."""
    hides = numerator is HIDDEN or denominator is HIDDEN
    told: Row = dict.fromkeys(COLUMNS, "")
    told |= {"cohort": cohort, "measure": measure, "area_code": area, "period": period, "category": category}
    told["breakdown"] = ("sex" if category else "") if breakdown is None else breakdown
    told |= {"numerator": "" if numerator is HIDDEN else numerator, "denominator": "" if denominator is HIDDEN else denominator}
    return {**told, "symbol": "c" if hides else "", **others}


def file(rows: Iterable[Row]) -> pd.DataFrame:
    """As it is read: every field a text."""
    return pd.DataFrame(list(rows)).astype("str")


def regions(numbers: Iterable[object], **key: object) -> list[Row]:
    """Wales and its regions, and nobody of an unknown area."""
    wales, *parts = numbers
    rows = [row(wales, area=WALES, **key)]  # type: ignore[arg-type]
    return rows + [row(part, area=area, **key) for area, part in zip((*REGIONS, UNKNOWN), [*parts, 0], strict=True)]  # type: ignore[arg-type]


def ends(
    attack: Attack, quantity: str, area: str = WALES, period: str = "2023Q1", cohort: str = "all", category: str = ""
) -> tuple:
    """Lowest and highest of one number."""
    breakdown = "sex" if category else ""
    return attack.interval(attack.table.find(quantity, cohort, area, period, breakdown, category))
