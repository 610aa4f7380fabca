"""Rows of records as people upload them, and the tables made of them."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from indicators.catalogue import Period
from indicators.extracts.layouts import layout
from indicators.extracts.reading.files import read_here
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.recordtable.table import NO_HISTORY
from tests.extracts.files import Row, csv_of

RIGHT: dict[str, Row] = {
    "sentences": {"sentence_id": "S1", "sentence_type": "community_order", "start_date": "2023-02-14"},
    "terminations": {"order_id": "T1", "order_type": "licence", "end_date": "2023-02-14", "reason": "Expired (Normal)"},
    "index_events": {"event_id": "E1", "index_date": "2023-02-14", "index_type": "caution", "predicted_rate": "0.412"},
    "proven_offences": {
        "offence_id": "O1", "offence_date": "2022-12-10", "sanction_date": "2023-02-14",
        "breach": "N", "in_england_wales": "Y", "recordable": "Y", "serious": "N",
    },
    "caseload": {"snapshot_date": "2023-03-31", "setting": "custody"},
    "assessments": {
        "assessment_id": "A1", "completed_date": "2023-02-14", "assessment_type": "layer_3", "status": "complete",
        "version": "1", "accommodation": "2", "ete": "0", "relationships": "", "lifestyle": "1", "drugs": "8",
        "alcohol": "4", "thinking": "3", "attitudes": "2",
    },
    "interventions": {
        "entry_id": "I1", "entry_date": "2023-02-14", "kind": "diversion", "intervention": "Pathfinder", "stage": "started",
    },
    "referrals": {"referral_id": "R1", "referral_date": "2023-02-14", "referrer": "police", "charity": "A charity"},
}  # fmt: skip
PROFILE: Row = {
    "sex": "F", "date_of_birth": "1990-05-17", "ethnicity": "W1", "ex_armed_services": "N", "care_experienced": "N",
    "children_under_18": "Y", "domestic_abuse_perpetrator": "N", "area": "Gwent",
}  # fmt: skip
DECLARED = ("2023Q1", "2023Q1", "2026-01-31")


def row(source: str, **cells: str) -> Row:
    """A row that is right, unless said otherwise; of one person, X0001."""
    known = layout(source).by_name
    right = {"person_id": "X0001", **(PROFILE if "sex" in known else {}), **RIGHT[source]}
    return {**right, **cells}


def many(source: str, count: int, **cells: str) -> list[Row]:
    """Right rows of as many people, spread over the first quarter of 2023, with numbers of their own."""
    identifier = next(iter(layout(source).columns_of_type("identifier")), "")
    day = layout(source).period
    found = []
    for number in range(count):
        when = date(2023, 1, 1 + number % 28).replace(month=1 + number % 3)
        own = {"person_id": f"X{number:05}", day: when.isoformat(), **({identifier: f"N{number:05}"} if identifier else {})}
        found.append(row(source, **{**own, **cells}))
    return found


def record_table(
    source: str,
    rows: Sequence[Row],
    columns: Sequence[str] | None = None,
    declared: tuple[str, str, str] | None = DECLARED,
    history: dict[str, int] | None = None,
    **options: Any,
) -> RecordTable:
    """The table of a CSV file with these rows, as the check of an extract makes it."""
    names = list(columns if columns is not None else dict.fromkeys(name for one in rows for name in one))
    content = csv_of(rows, names)
    found = layout(source)
    stated: dict[str, Any] = {}
    if declared is not None:
        first, last, as_at = declared
        stated = {"first_period": Period.parse(first), "last_period": Period.parse(last), "as_at": date.fromisoformat(as_at)}
    was = NO_HISTORY if history is None else pd.DataFrame({"period": list(history), "rows": list(history.values())})
    document = read_here(
        io.BytesIO(content), len(content), lambda *_: None, None, lambda headings: [*map(found.is_repeated, headings)]
    )
    return RecordTable.of(document, found, history=was, **stated, **options)
