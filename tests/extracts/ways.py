"""Short ways through the service for tests that begin with loaded extracts."""

import io
from collections.abc import Sequence
from datetime import date

import pandas as pd

from indicators.extracts import service
from indicators.extracts.models import Extract, Problem
from indicators.records.store import current_published
from tests.extracts.files import Row, csv_of
from wales_framework.access.models import User
from wales_framework.jobs.progress import silent

AS_AT = date(2026, 1, 31)


def upload(content: bytes, user: User | None = None, name: str = "figures.csv") -> Extract:
    return service.receive(io.BytesIO(content), name, user)


def checked(content: bytes, user: User | None = None, name: str = "figures.csv") -> Extract:
    """Received, declared and checked in this process."""
    extract = upload(content, user, name)
    service.declare(
        extract, user, source="published", first_period="1990Q1", last_period="2025Q4", as_at=AS_AT, in_background=False
    )
    service.check(extract.pk, silent)
    extract.refresh_from_db()
    return extract


def accepted(rows: Sequence[Row], user: User | None = None, name: str = "figures.csv") -> Extract:
    """Ready for the worker that loads it, with every warning accepted."""
    extract = checked(csv_of(rows), user, name)
    names = set(extract.problems.filter(level=Problem.Level.WARN).values_list("check_name", flat=True))
    service.accept(extract, user, names, in_background=False)
    return extract


def load(rows: Sequence[Row], user: User | None = None, name: str = "figures.csv") -> Extract:
    extract = accepted(rows, user, name)
    service.load(extract.pk, silent)
    extract.refresh_from_db()
    return extract


def numerators() -> dict[tuple[str, str], int]:
    """What counts now: (area, period) -> numerator."""
    current = current_published()
    return {
        (area, period): int(number)
        for area, period, number in zip(current["area_code"], current["period"], current["numerator"], strict=True)
    }


def slow_current(extracts: Sequence[Extract]) -> pd.DataFrame:
    """The obvious way to what counts: every figure of every extract in the records, the highest rank writing last."""
    from indicators.records.models import PublishedFigure
    from indicators.records.states import IN_RECORDS

    figures = {}
    ranked = [extract for extract in extracts if extract.state in IN_RECORDS]
    for extract in sorted(ranked, key=lambda extract: extract.precedence or 0):
        for figure in PublishedFigure.objects.filter(extract=extract):
            figures[figure.slice_key] = (figure.numerator, str(extract.pk))
    return pd.DataFrame([(key, *figures[key]) for key in sorted(figures)], columns=["slice_key", "numerator", "extract_id"])
