"""A release's figures in parts, one for each measure, cohort and period: texts that can be compared without looking at rows.

To join two releases figure by figure takes the database seconds. Of their parts most are the same, which their digests tell.
"""

from django.db import connection

from indicators.releases.models import Observation, Release, ReleasePart

LINES, FIELDS = "\x1e", "\x1f"  # stand between figures, and between what is told of one
MARKS = ("p", "r")  # say something of the releases, not of the figure
PLACE = ("area_code", "breakdown", "category")  # of a figure in its part
TOLD = ("numerator", "denominator", "value", "symbol", "vintage")
MADE = """
    SELECT release_id, cohort, measure, period,
        md5(string_agg({unmarked}, {lines} ORDER BY {place}))::uuid AS digest,
        string_agg({line}, {lines} ORDER BY {place}) AS content
    FROM {figures} WHERE release_id = %({side})s GROUP BY release_id, cohort, measure, period
"""
STORED = "SELECT * FROM {parts} WHERE release_id = %({side})s"


def store_parts(release: Release) -> None:
    """Write the parts of a release whose figures are written."""
    columns = "release_id, cohort, measure, period, digest, content"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {ReleasePart._meta.db_table} ({columns}) {made('release')}", {"release": release.pk})


def parts_of(number: int | None, side: str) -> str:
    """SQL of a release's parts, whose number is the parameter of this name. Where it has none, since a version drafted it that
    made none, they are made now."""
    if number is not None and not ReleasePart.objects.filter(release=number).exists():
        return made(side)
    return STORED.format(parts=ReleasePart._meta.db_table, side=side)


def made(side: str) -> str:
    """SQL that makes the parts of the release whose number is the parameter of this name."""
    symbol = f"CASE WHEN symbol IN ({', '.join(map(repr, MARKS))}) THEN '' ELSE symbol END"
    texts = {"numerator": "trim_scale(numerator)::text", "denominator": "trim_scale(denominator)::text", "value": "value::text"}
    return MADE.format(
        line=_joined([texts.get(name, name) for name in (*PLACE, *TOLD)]),
        unmarked=_joined([symbol if name == "symbol" else texts.get(name, name) for name in (*PLACE, *TOLD)]),
        lines=_quoted(LINES),
        place=", ".join(PLACE),
        figures=Observation._meta.db_table,
        side=side,
    )


def _joined(texts: list[str]) -> str:
    return f"array_to_string(ARRAY[{', '.join(texts)}], {_quoted(FIELDS)}, '')"


def _quoted(separator: str) -> str:
    return f"chr({ord(separator)})"
