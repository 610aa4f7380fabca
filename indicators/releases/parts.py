"""A release's figures in parts, one for each measure, cohort and period: texts that can be compared without looking at rows.

To join two releases figure by figure takes the database seconds. Of their parts most are the same, which their digests tell.
"""

from collections.abc import Collection

from django.db import connection

from indicators.releases.models import Observation, Release, ReleasePart

LINES, FIELDS = "\x1e", "\x1f"  # stand between figures, and between what is told of one
MARKS = ("p", "r")  # say something of the releases, not of the figure
PLACE = ("area_code", "breakdown", "category")  # of a figure in its part
TOLD = ("numerator", "denominator", "value", "symbol", "vintage")
COLUMNS = "release_id, cohort, measure, period, digest, content"
MADE = """
    SELECT release_id, cohort, measure, period,
        md5(string_agg({unmarked}, {lines} ORDER BY {place}))::uuid AS digest,
        string_agg({line}, {lines} ORDER BY {place}) AS content
    FROM {figures} WHERE release_id = %(release)s GROUP BY release_id, cohort, measure, period
"""
DIGESTS = "SELECT cohort, measure, period, digest::text FROM {parts} WHERE release_id = %(release)s"
CONTENTS = """
    SELECT cohort, measure, period, content
    FROM unnest(%(cohorts)s::text[], %(measures)s::text[], %(periods)s::text[]) AS wanted (cohort, measure, period)
    JOIN {parts} USING (cohort, measure, period) WHERE release_id = %(release)s
"""
Key = tuple[str, str, str]  # cohort, measure, period


def store_parts(release: Release) -> None:
    """Write the parts of a release whose figures are written."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {ReleasePart._meta.db_table} ({COLUMNS}) {_made()}", {"release": release.pk})


def digests(release: int) -> dict[Key, str]:
    """Of each part of a release."""
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS.format(parts=ReleasePart._meta.db_table), {"release": release})
        return {(cohort, measure, period): digest for cohort, measure, period, digest in cursor.fetchall()}


def contents(release: int, wanted: Collection[Key]) -> dict[Key, str]:
    """Of these parts of a release, where it has them."""
    cohorts, measures, periods = (list(names) for names in zip(*wanted, strict=True)) if wanted else ([], [], [])
    asked: dict[str, int | list[str]] = {"release": release, "cohorts": cohorts, "measures": measures, "periods": periods}
    with connection.cursor() as cursor:
        cursor.execute(CONTENTS.format(parts=ReleasePart._meta.db_table), asked)
        return {(cohort, measure, period): content for cohort, measure, period, content in cursor.fetchall()}


def contents_made(release: int) -> dict[Key, str]:
    """All parts of a release that a version drafted which stored none."""
    with connection.cursor() as cursor:
        cursor.execute(_made(), {"release": release})
        return {(cohort, measure, period): content for number, cohort, measure, period, digest, content in cursor.fetchall()}


def _made() -> str:
    symbol = f"CASE WHEN symbol IN ({', '.join(map(repr, MARKS))}) THEN '' ELSE symbol END"
    texts = {"numerator": "trim_scale(numerator)::text", "denominator": "trim_scale(denominator)::text", "value": "value::text"}
    return MADE.format(
        line=_joined([texts.get(name, name) for name in (*PLACE, *TOLD)]),
        unmarked=_joined([symbol if name == "symbol" else texts.get(name, name) for name in (*PLACE, *TOLD)]),
        lines=_quoted(LINES),
        place=", ".join(PLACE),
        figures=Observation._meta.db_table,
    )


def _joined(texts: list[str]) -> str:
    return f"array_to_string(ARRAY[{', '.join(texts)}], {_quoted(FIELDS)}, '')"


def _quoted(separator: str) -> str:
    return f"chr({ord(separator)})"
