"""A generated `published` file of any length: valid by every rule, steady enough to raise no warning of a sudden change."""

import csv
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from indicators.catalogue import areas, breakdowns_of, measures
from priority_groups.content import cohorts

HEADINGS = ["cohort", "measure", "period", "area_code", "breakdown", "category", "numerator", "denominator", "vintage", "source"]
YEARS = range(2010, 2025)
SOURCE = "Generated figures, for measuring speed only"


def write(path: Path, rows: int, seed: int) -> None:
    """Write `rows` figures that all differ in what they tell of. Raises ValueError where the catalogue has not as many."""
    chosen = list(itertools.islice(_figures(random.Random(seed)), rows))
    if len(chosen) < rows:
        raise ValueError(f"the catalogue has only {len(chosen)} different figures to tell of")
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(chosen)


def _figures(chance: random.Random) -> Iterator[list[object]]:
    """Counts and proportions for local authorities: no sums over areas to agree with."""
    periods = [f"{year}Q{quarter}" for year in YEARS for quarter in (1, 2, 3, 4)]
    periods += [f"YE{year}-{month:02}" for year in YEARS for month in (3, 6, 9, 12)]
    places = [area.code for area in areas() if area.kind == "local_authority"]
    for measure in (found for found in measures() if found.kind in ("count", "proportion") and not found.beside):
        parts = [("", "")]
        parts += [(breakdown.code, category.code) for breakdown, _ in breakdowns_of(measure) for category in breakdown.categories]
        for cohort, (breakdown, category), place in itertools.product(cohorts(), parts, places):
            usual = chance.randint(200, 900)
            for period in periods:
                count = usual + chance.randint(-10, 10)
                base = "" if measure.kind == "count" else 2 * usual
                yield [cohort.code, measure.code, period, place, breakdown, category, count, base, "2025-01", SOURCE]
