"""The files that the attacker gets: rows as a member downloads them, read straight from the database."""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from indicators.records.copying import copy_out
from indicators.releases.models import KEY, ExactObservation, Observation, Release

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
KEY_TYPES = dict.fromkeys(KEY, pa.string())
TYPES = {**KEY_TYPES, **dict.fromkeys(NUMBERS, pa.float64()), "symbol": pa.string()}
SHOWN, EXACT = Observation._meta.db_table, ExactObservation._meta.db_table
SAME_KEY = " AND ".join(f"one.{name} = two.{name}" for name in KEY)


def rows_of(release: Release) -> pd.DataFrame:
    """The release's rows: of the columns of the download those that say something, and origin, which no reader needs."""
    columns = ", ".join((*KEY, *NUMBERS, "symbol", "origin"))
    return copy_out(f"SELECT {columns} FROM {SHOWN} WHERE release_id = %s", [release.pk], {**TYPES, "origin": pa.string()})


def shown_before(release: Release, earlier: Iterable[Release]) -> list[pd.DataFrame]:
    """Of each earlier release the rows that it shows and the release hides, whole or in part."""
    columns = ", ".join(f"two.{name}" for name in (*KEY, *NUMBERS, "symbol"))
    query = (
        f"SELECT {columns} FROM {SHOWN} AS one JOIN {SHOWN} AS two ON two.release_id = %s AND {SAME_KEY} "
        "WHERE one.release_id = %s AND (one.numerator IS NULL OR one.denominator IS NULL) AND two.numerator IS NOT NULL"
    )
    return [copy_out(query, [before.pk, release.pk], TYPES) for before in earlier]


def exact_rows_of(release: Release) -> pd.DataFrame:
    """The same rows before disclosure control, for the comparison afterwards and never for the attack."""
    keys = ", ".join(f"one.{name}" for name in KEY)
    query = (
        f"SELECT {keys}, two.numerator, two.denominator, NULL::numeric, NULL::numeric, NULL::numeric, "
        "CASE WHEN one.symbol = 'x' THEN 'x' ELSE '' END "
        f"FROM {SHOWN} AS one JOIN {EXACT} AS two ON two.release_id = one.release_id AND {SAME_KEY} WHERE one.release_id = %s"
    )
    return copy_out(query, [release.pk], TYPES)
