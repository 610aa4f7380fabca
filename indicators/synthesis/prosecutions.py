"""Prosecutions and convictions by strand and area, as supplied: counts of cases."""

from dataclasses import dataclass

import pyarrow as pa

from indicators.synthesis import codes, days
from indicators.synthesis import proportions_of_services as of
from indicators.synthesis.chance import Chance
from indicators.synthesis.request import Request

WALES_WRITTEN = 0.3  # else it is left to the regions
REGION_MISSING, UNKNOWN_WRITTEN = 0.02, 0.4


@dataclass(frozen=True)
class Cases:
    """One row."""

    quarter: int
    area: str
    strand: str
    prosecutions: int
    convictions: int


def made(request: Request, chance: Chance) -> list[Cases]:
    """Rows of every quarter that was over when the extracts were drawn."""
    found = []
    for quarter in range(request.first_quarter, request.first_quarter + request.quarters):
        if days.quarter_end(quarter) <= request.as_at:
            for strand in codes.STRANDS:
                found += _of_strand(request.people, quarter, strand, chance)
    return found


def _of_strand(people: int, quarter: int, strand: str, chance: Chance) -> list[Cases]:
    each, convicted = of.PROSECUTIONS[strand]
    found = []
    for area, share in of.PROSECUTIONS_BY_REGION.items():
        more, better = chance.whole(75, 125, 2).tolist()
        written = chance.happens(UNKNOWN_WRITTEN if area == "unknown" else 1 - REGION_MISSING, 1)[0]
        prosecutions = each * people * share * more // (of.PROSECUTIONS_FOR_PEOPLE * 100 * 100)
        convictions = min(prosecutions, prosecutions * convicted * (300 + better) // (400 * 100))
        if written:
            found.append(Cases(quarter, area, strand, prosecutions, convictions))
    if chance.happens(WALES_WRITTEN, 1)[0]:
        whole = sum(cases.prosecutions for cases in found), sum(cases.convictions for cases in found)
        found.append(Cases(quarter, codes.WALES, strand, *whole))
    return found


def columns(rows: list[Cases]) -> dict[str, pa.Array]:
    """As they stand in the file."""
    return {
        "period": pa.array([days.quarter_code(row.quarter) for row in rows], pa.string()),
        "area_code": pa.array([row.area for row in rows], pa.string()),
        "strand": pa.array([row.strand for row in rows], pa.string()),
        "prosecutions": pa.array([row.prosecutions for row in rows], pa.int64()),
        "convictions": pa.array([row.convictions for row in rows], pa.int64()),
    }
