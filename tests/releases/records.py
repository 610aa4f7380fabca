"""Invented records of people, put under current slices through the records' own store: what counting starts from."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import models
from django.utils import timezone
from numpy.typing import NDArray

from indicators.extracts.models import Extract
from indicators.records import binary, store
from indicators.records.fields import LetterField
from wales_framework.jobs.progress import silent

AS_AT = date(2025, 12, 1)
FIRST_YEAR, YEARS = 2019, 2
LETTERS = {
    "sex": "FM-", "ethnicity_group": "ABMOW-", "ex_armed_services": "YN-", "care_experienced": "YN-", "children_under_18": "YN-",
    "domestic_abuse_perpetrator": "YN-", "area": "NGSD-", "sentence_type": "ICS", "order_type": "CSL", "outcome": "SUN",
    "index_type": "RCSOX", "breach": "YNN", "in_england_wales": "YYN", "recordable": "YYN", "serious": "YN", "setting": "PM",
    "assessment_type": "331", "status": "CCI", "kind": "ACDO", "stage": "RASC", "referrer": "PRB",
}  # fmt: skip
SNAPSHOTS = np.array(["03-31", "06-30", "09-30", "12-31"])


# For what is the same of all sources: their figures are few, and soon protected.
A_FEW = ("terminations", "referrals")


def quarters() -> list[str]:
    """All that rows are invented of."""
    return [f"{year}Q{quarter}" for year in range(FIRST_YEAR, FIRST_YEAR + YEARS) for quarter in (1, 2, 3, 4)]


def load_everything(people: int, rows: int, seed: int = 7, sources: Iterable[str] = tuple(store.RECORDS)) -> dict[str, Extract]:
    """An extract of every source of people's records, loaded: `rows` rows each about some of `people` people."""
    return {source: load(source, people, rows, seed) for source in sources}


def load(source: str, people: int, rows: int, seed: int = 7, as_at: date = AS_AT, periods: Sequence[str] = ()) -> Extract:
    """Invented rows of one source in all quarters, loaded above all others of the source."""
    extract = staged(source, people, rows, seed, as_at, periods)
    extract.state, extract.precedence, extract.loaded_at = Extract.State.LOADED, store.next_precedence(source), timezone.now()
    extract.save()
    return extract


def staged(source: str, people: int, rows: int, seed: int = 7, as_at: date = AS_AT, periods: Sequence[str] = ()) -> Extract:
    """The same, checked and not loaded yet."""
    name = f"{source}-{seed}.csv"
    extract = Extract.objects.create(source=source, name=name, sha256=f"{seed:064}", as_at=as_at, rows=rows, state="ready")
    store.stage(source, extract.pk, _columns(source, people, rows, seed), periods or quarters(), silent)
    return extract


def _columns(source: str, people: int, rows: int, seed: int) -> dict[str, NDArray[Any]]:
    model = store.RECORDS[source]
    chance = np.random.default_rng([seed, len(source), ord(source[0])])
    columns: dict[str, NDArray[Any]] = {}
    for name in binary.columns_of(model):
        if name != "slice_id":
            columns[name] = _column(model, name, people, rows, chance)
    day = {"proven_offences": "sanction_date"}.get(source) or next(name for name in columns if name.endswith("_date"))
    days = columns[day].astype("datetime64[D]")
    if source == "proven_offences":
        columns["offence_date"] = columns[day] - chance.integers(0, 200, rows, dtype=np.int32)
    columns["quarter"] = (days.astype("datetime64[M]").astype(int) // 3 + 1970 * 4).astype(np.int32)
    return columns


def _column(model: type[models.Model], name: str, people: int, rows: int, chance: np.random.Generator) -> NDArray[Any]:
    if name == "person":
        numbers = chance.integers(0, people, rows).astype(np.uint64)
        return np.stack([numbers * np.uint64(0x9E3779B97F4A7C15), numbers], axis=1)
    if name == "row":
        return np.arange(2, rows + 2, dtype=np.int32)
    field = next(field for field in model._meta.concrete_fields if field.column == name)
    if name == "snapshot_date":
        years = chance.integers(FIRST_YEAR, FIRST_YEAR + YEARS, rows).astype(str)
        days = np.char.add(np.char.add(years, "-"), chance.choice(SNAPSHOTS, rows))
        return days.astype("datetime64[D]").astype(np.int32)
    if isinstance(field, models.DateField):
        first = np.datetime64(f"{FIRST_YEAR}-01-01").astype(int)
        return (first + chance.integers(0, YEARS * 365, rows)).astype(np.int32)
    if isinstance(field, LetterField):
        return chance.choice(np.frombuffer(LETTERS[name].encode(), dtype=np.uint8), rows)
    if name == "version":
        return np.ones(rows, dtype=np.int16)
    if name == "predicted":
        return chance.integers(-1, 1_000_001, rows).astype(np.int32)
    low, high = (-1, 70) if name == "age" else (-1, 10)
    return chance.integers(low, high, rows).astype(np.int16)
