"""Plain rows of records as the columns that counting gets, and figures as a dictionary that can be compared."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.measures import counting
from indicators.measures.plan import Plan
from tests.measures.plainly import Figure, Key, Row
from tests.measures.planned import NEEDS, plan

EPOCH = date(1970, 1, 1)
KEY = ["cohort", "measure", "period", "area_code", "breakdown", "category"]
PROFILE = (
    "age", "sex", "ethnicity_group", "ex_armed_services", "care_experienced", "children_under_18",
    "domestic_abuse_perpetrator", "area",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "sentences": (*PROFILE, "sentence_type", "start_date"),
    "terminations": (*PROFILE, "order_type", "end_date", "outcome"),
    "index_events": (*PROFILE, "index_type", "index_date", "predicted"),
    "proven_offences": ("offence_date", "sanction_date", "breach", "in_england_wales", "recordable", "serious"),
    "caseload": (*PROFILE, "snapshot_date", "setting"),
    "assessments": ("completed_date", "assessment_type", "status", "version", *NEEDS),
    "interventions": (*PROFILE, "entry_date", "kind", "stage"),
    "referrals": (*PROFILE, "referral_date", "referrer"),
}
NUMBERS = {"age": np.int16, "predicted": np.int32, "version": np.int16, **dict.fromkeys(NEEDS, np.int16)}


def day(when: date) -> int:
    return (when - EPOCH).days


def quarter(code: str) -> int:
    return int(code[:4]) * 4 + int(code[5]) - 1


def column(name: str, values: list[Any]) -> NDArray[Any]:
    if name.endswith("_date"):
        return np.array([day(value) for value in values], dtype=np.int32)
    if name in NUMBERS:
        return np.array([-1 if value is None else value for value in values], dtype=NUMBERS[name])
    return np.array([ord(value) for value in values], dtype=np.uint8)


def columns(source: str, rows: list[Row]) -> dict[str, NDArray[Any]]:
    """`person` of a row is its two halves."""
    return {
        "person": np.array([row["person"] for row in rows], dtype=np.uint64).reshape(-1, 2),
        "row": np.array([row["row"] for row in rows], dtype=np.int32),
        **{name: column(name, [row[name] for row in rows]) for name in COLUMNS[source]},
    }


def planned(covered: Mapping[str, Sequence[str]], proven_as_at: date | None) -> Plan:
    quarters = {source: [quarter(code) for code in codes] for source, codes in covered.items()}
    return plan(quarters, None if proven_as_at is None else day(proven_as_at))


def figures_of(plan: Plan, records: Mapping[str, list[Row]]) -> dict[Key, Figure]:
    """Counted in one part."""
    counts = counting.count(plan, {source: columns(source, rows) for source, rows in records.items()})
    return by_key(counting.figures(plan, counts))


def by_key(table: pd.DataFrame) -> dict[Key, Figure]:
    """Every figure by its key; no key twice."""
    keys = zip(*(table[name].tolist() for name in KEY), strict=True)
    numbers = (table[name].to_numpy(dtype=object, na_value=None).tolist() for name in ("numerator", "denominator"))
    found = dict(zip(keys, zip(*numbers, table["symbol"].tolist(), table["ready"].tolist(), strict=True), strict=True))
    assert len(found) == len(table)
    return found
