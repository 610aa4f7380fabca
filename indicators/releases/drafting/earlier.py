"""What readers know already: what earlier releases show, what they hide, and what they call too few, with their numbers."""

import pandas as pd
import pyarrow as pa

from indicators.records.copying import copy_out
from indicators.releases.joining import all_at_once
from indicators.releases.models import ExactObservation, Observation, Release

KEY = ("cohort", "measure", "area_code", "period", "breakdown", "category")
NUMBERS = ("numerator", "denominator")
TOLD = ("shown", "hidden", "few", "denominator_shown")
# Of one figure that several releases have with the same numbers: it is known where one of them shows it.
QUERY = """
    SELECT {key}, {numbers}, bool_or(told.symbol NOT IN ('c', 'u', 'x')) AS shown, bool_or(told.symbol = 'c') AS hidden,
        bool_or(told.symbol = 'u') AS few,
        bool_or(told.symbol NOT IN ('c', 'u', 'x') AND told.denominator IS NOT NULL) AS denominator_shown
    FROM {exact} AS exact JOIN {told} AS told USING (release_id, {key})
    WHERE release_id = ANY(%s) AND exact.numerator IS NOT NULL
    GROUP BY {key}, {numbers}
"""


def told_before() -> pd.DataFrame:
    """Every figure of the published releases: KEY, its exact numerator and denominator (float), and whether readers were shown
    it (`shown`), some release hides it for confidentiality (`hidden`), says that it is of too few people (`few`), or
    shows its denominator too (`denominator_shown`), as it does of all but some entries to interventions."""
    released = list(Release.objects.published().values_list("pk", flat=True))
    if not released:
        return pd.DataFrame()
    query = QUERY.format(
        key=", ".join(KEY),
        numbers=", ".join(f"exact.{name}" for name in NUMBERS),
        exact=ExactObservation._meta.db_table,
        told=Observation._meta.db_table,
    )
    types = {
        **dict.fromkeys(KEY, pa.string()),
        **dict.fromkeys(NUMBERS, pa.float64()),
        **dict.fromkeys(TOLD, pa.string()),
    }
    with all_at_once():
        found = copy_out(query, [released], types)
    return found.assign(**{name: found[name] == "t" for name in TOLD})
