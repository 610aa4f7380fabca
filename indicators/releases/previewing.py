"""What the figures would be if an extract that has been checked were loaded, against what they are now.

Before disclosure control, and before any release: for the people who decide whether the extract is right.
"""

import hashlib
from collections.abc import Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
from django.db import DEFAULT_DB_ALIAS

from indicators import catalogue
from indicators.extracts.models import Extract
from indicators.extracts.workflow import NEEDS_ACCEPTANCE, READY
from indicators.records import store
from indicators.releases.drafting import KEY, Basis, Counts, count_share, exact_values
from indicators.releases.models import Preview
from wales_framework.jobs.progress import Progress

PREVIEW_JOB = "releases.preview"
CAN_BE_PREVIEWED = (NEEDS_ACCEPTANCE, READY)
MOST_CHANGES = 100
NUMBERS = ["numerator", "denominator"]
READS = [*NUMBERS, "symbol"]


def measures_of(source: str) -> list[str]:
    """The measures that rows of this source have a part in."""
    return [measure.code for measure in catalogue.measures() if source in measure.sources]


def can_be_previewed(extract: Extract) -> bool:
    """Whether its rows are there and not loaded: only those of records and counts are kept before they are."""
    return extract.source in store.SLICED and extract.state in CAN_BE_PREVIEWED


def make_preview(extract_id: UUID | str, progress: Progress) -> None:
    """Count with and without the extract, and keep the difference; nothing for one that was loaded or discarded meanwhile."""
    extract = Extract.objects.filter(pk=extract_id).first()
    if extract is None or not can_be_previewed(extract):
        return
    was, now = _bases(extract)
    rows = was.rows + now.rows
    before = _figures(was, extract.source, progress, 0, rows)
    after = _figures(now, extract.source, progress, was.rows, rows)
    progress("comparing")
    counts, changes = _compared(before, after)
    values = {"counts": counts, "changes": changes, "records": _fingerprint(was, now)}
    Preview.objects.update_or_create(extract=extract, defaults=values)


def is_current(preview: Preview, extract: Extract, using: str) -> bool:
    """Whether it was worked out from what counts now. `using`: see indicators.desk."""
    return preview.records == _fingerprint(*_bases(extract, using))


def _bases(extract: Extract, using: str = DEFAULT_DB_ALIAS) -> tuple[Basis, Basis]:
    """What is counted now of the sources that have a part in the same measures, and what would be."""
    sources = [
        source
        for source in store.SLICED
        if any(source in catalogue.measure(code).sources for code in measures_of(extract.source))
    ]
    return Basis.current(sources, using=using), Basis.current(sources, as_if=extract.pk, using=using)


def _fingerprint(was: Basis, now: Basis) -> str:
    return hashlib.sha256((was.fingerprint() + now.fingerprint()).encode()).hexdigest()


def _figures(basis: Basis, source: str, progress: Progress, done: int, total: int) -> pd.DataFrame:
    """The figures of the source's measures, with values, before disclosure control."""
    plan = basis.plan()
    counts = Counts.empty(plan)
    for number in range(basis.parts):
        progress("counting", done, total, "rows")
        counted, rows = count_share(basis, plan, number)
        counts, done = counts + counted, done + rows
    return exact_values(basis, plan, counts, measures_of(source))


def _compared(before: pd.DataFrame, after: pd.DataFrame) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """How many figures are new, changed, lost and as before, of all and of those that are not broken down; and the largest
    changes, measured by how uncertain the figure was: a tenth more of a thousand people is a larger change than of twenty."""
    both = before.merge(after, how="outer", on=KEY, suffixes=("_was", "_now"), indicator="side")
    same = np.logical_and.reduce([_equal(both[f"{name}_was"], both[f"{name}_now"]) for name in READS])
    fate = np.select([both["side"] == "right_only", both["side"] == "left_only", same], ["new", "lost", "unchanged"], "changed")
    whole = (both["breakdown"] == "").to_numpy(dtype=bool)
    counts = {"all": _counted(fate), "whole": _counted(fate[whole])}
    changed = both[fate == "changed"]
    spread = (changed["upper_was"] - changed["lower_was"]).fillna(changed["value_was"].abs()).clip(lower=1e-9)
    size = ((changed["value_now"] - changed["value_was"]).abs() / spread).fillna(0)
    # Whole figures first among equals, and always in the same order.
    order = np.lexsort([*(changed[name] for name in reversed(KEY)), changed["breakdown"] != "", -size])
    return counts, [_change(row) for row in changed.iloc[order[:MOST_CHANGES]].to_dict("records")]


def _equal(one: pd.Series, other: pd.Series) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Where both are the same or both are missing."""
    equal = (one == other).fillna(False) | (one.isna() & other.isna())
    return equal.to_numpy(dtype=bool)


def _counted(fate: Collection[str]) -> dict[str, int]:
    found = pd.Series(list(fate)).value_counts()
    return {name: int(found.get(name, 0)) for name in ("new", "changed", "lost", "unchanged")}


def _change(row: dict[str, Any]) -> dict[str, Any]:
    values = {side: None if pd.isna(row[f"value_{side}"]) else float(row[f"value_{side}"]) for side in ("was", "now")}
    symbols = {f"symbol_{side}": str(row[f"symbol_{side}"]) for side in ("was", "now")}
    made_of = {f"{name}_{side}": _exact(row, name, side) for name in NUMBERS for side in ("was", "now")}
    return {**{name: str(row[name]) for name in KEY}, **values, **symbols, **made_of}


def _exact(row: dict[str, Any], name: str, side: str) -> str | None:
    """A number that a figure is made of, as a text, because sums of predictions have more places than a float keeps."""
    number = row[f"{name}_{side}"]
    if pd.isna(number):
        return None
    scale = row[f"scale_{side}"] if name == "numerator" else 1
    return str(Decimal(int(number)) / Decimal(int(scale)))
