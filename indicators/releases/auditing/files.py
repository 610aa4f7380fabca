"""The files that the attacker gets: rows as a member downloads them, read straight from the database."""

import io
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from indicators.disclosure.attacker import Witnesses
from indicators.records.copying import copy_out
from indicators.releases.joining import all_at_once
from indicators.releases.models import KEY, ExactObservation, Observation, Release, WitnessTables

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
KEY_TYPES = dict.fromkeys(KEY, pa.string())
TYPES = {**KEY_TYPES, **dict.fromkeys(NUMBERS, pa.float64()), "symbol": pa.string()}
SHOWN, EXACT = Observation._meta.db_table, ExactObservation._meta.db_table
SAME_KEY = " AND ".join(f"one.{name} = two.{name}" for name in KEY)


def rows_of(release: Release) -> pd.DataFrame:
    """The release's rows in the order of their keys: of the download's columns those that say something, and origin, which no
    reader needs."""
    columns = ", ".join((*KEY, *NUMBERS, "symbol", "origin"))
    query = f"SELECT {columns} FROM {SHOWN} WHERE release_id = %s ORDER BY {', '.join(KEY)}"
    return copy_out(query, [release.pk], {**TYPES, "origin": pa.string()})


def witnesses_of(release: Release) -> Witnesses | None:
    """The tables by which whoever protected the release found it to be safe; None where there are none."""
    stored = WitnessTables.objects.filter(release=release).first()
    if stored is None:
        return None
    table = pq.read_table(io.BytesIO(bytes(stored.content)))
    return Witnesses(*(table[name].to_numpy() for name in ("table", "row", "numerator", "denominator")))


def shown_before(release: Release, earlier: Iterable[Release]) -> list[pd.DataFrame]:
    """Of each earlier release the rows that it shows and the release hides, whole or in part."""
    columns = ", ".join(f"two.{name}" for name in (*KEY, *NUMBERS, "symbol"))
    query = (
        f"SELECT {columns} FROM {SHOWN} AS one JOIN {SHOWN} AS two ON two.release_id = %s AND {SAME_KEY} "
        "WHERE one.release_id = %s AND (one.numerator IS NULL OR one.denominator IS NULL) AND two.numerator IS NOT NULL"
    )
    with all_at_once():
        return [copy_out(query, [before.pk, release.pk], TYPES) for before in earlier]


def exact_rows_of(release: Release, rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows before disclosure control, for the comparison afterwards and never for the attack. `rows`: see `rows_of`."""
    query = f"SELECT {', '.join((*KEY, *NUMBERS[:2]))} FROM {EXACT} WHERE release_id = %s ORDER BY {', '.join(KEY)}"
    exact = copy_out(query, [release.pk], {name: TYPES[name] for name in (*KEY, *NUMBERS[:2])})
    if len(exact) != len(rows):
        raise ValueError("The exact figures are not those of the release.")
    nothing = dict.fromkeys(NUMBERS[2:], np.nan)
    return exact.assign(symbol=rows["symbol"].where(rows["symbol"] == "x", ""), **nothing)
