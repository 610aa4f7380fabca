"""What readers know already: what earlier releases show, what they hide, and what they call too few, with their numbers.

A figure is known as it was told last. Where rows go and come back an older release is right again, but nobody can tell: who takes
its number for true although a later one told another would be guessing.
"""

import pandas as pd
import pyarrow as pa

from indicators.records.copying import copy_out
from indicators.releases.joining import all_at_once
from indicators.releases.models import ExactObservation, Observation, Release

KEY = ("cohort", "measure", "area_code", "period", "breakdown", "category")
NUMBERS = ("numerator", "denominator")
BY_RELEASE, BY_ANY = ("shown", "denominator_shown"), ("hidden", "few")
TOLD = (*BY_RELEASE, *BY_ANY)
# Of one figure that several releases have with the same numbers: the last of them that shows it, and its denominator.
QUERY = """
    SELECT {key}, {numbers}, max(release_id) FILTER (WHERE told.symbol NOT IN ('c', 'u', 'x')) AS shown,
        max(release_id) FILTER (WHERE told.symbol NOT IN ('c', 'u', 'x') AND told.denominator IS NOT NULL) AS denominator_shown,
        bool_or(told.symbol = 'c') AS hidden, bool_or(told.symbol = 'u') AS few
    FROM {exact} AS exact JOIN {told} AS told USING (release_id, {key})
    WHERE release_id = ANY(%s) AND exact.numerator IS NOT NULL
    GROUP BY {key}, {numbers}
"""


def told_before() -> pd.DataFrame:
    """Every figure of the published releases: KEY, its exact numerator and denominator (float), and whether readers were last
    shown it so (`shown`), some release hides it for confidentiality (`hidden`), says that it is of too few people (`few`), or
    they were last shown this denominator of it (`denominator_shown`), as they are of all but some entries to interventions."""
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
        **dict.fromkeys(BY_RELEASE, pa.float64()),
        **dict.fromkeys(BY_ANY, pa.string()),
    }
    with all_at_once():
        found = copy_out(query, [released], types)
    last = found.groupby(list(KEY), dropna=False)[list(BY_RELEASE)].transform("max")
    return found.assign(**(found[list(BY_RELEASE)] == last), **{name: found[name] == "t" for name in BY_ANY})
