"""A chart of dots in all its forms, as a page shows it: picture, Plotly figure, table and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString

from reporting.charts.dots.frame import lines_of
from reporting.charts.dots.plotly import plotly
from reporting.charts.dots.spec import Dots
from reporting.charts.dots.svg import svg
from reporting.charts.dots.table import table
from reporting.charts.dots.words import sentences
from reporting.charts.table import Cell, Table


@dataclass(frozen=True, slots=True)
class DotPanel:
    """`key` is unique on its page and begins the names of the parts."""

    key: str
    dots: Dots
    note: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)  # by row where its figures are traced to

    @property
    def sentences(self) -> tuple[str, ...]:
        return sentences(self.dots, translation)

    @property
    def table(self) -> Table:
        return table(self.dots, translation)

    @property
    def table_id(self) -> str:
        return f"{self.key}-table"

    @property
    def has_details(self) -> bool:
        """Whether numbers and interval stand under the figures of the table, because there is no column for them."""
        return len(self.dots.series) > 1

    @property
    def data_table(self) -> dict[str, Any]:
        """What templates/components/data_table.html asks for."""
        return data_table(self.table_id, self.table, self.addresses, with_details=self.has_details)

    @property
    def component(self) -> dict[str, Any]:
        """What templates/components/chart.html asks for."""
        # Every text in the pictures went through an XML writer, which escapes it.
        return {
            "id": f"{self.key}-chart",
            "words": self.dots.alt,
            "figure": plotly(self.dots, translation),
            "svg": SafeString(svg(self.dots, translation)),
            "small": SafeString(svg(self.dots, translation, is_small=True)),
            "lines": lines_of(self.dots),
            "filename": self.key,
            "note": self.note,
        }


def data_table(key: str, made: Table, addresses: Mapping[str, str], *, with_details: bool) -> dict[str, Any]:
    """A table as the component shows it, each row with the address of how its figures came about."""

    def shown(cell: Cell) -> dict[str, str]:
        return {"text": cell.text, "symbol": cell.symbol, "detail": cell.detail if with_details else ""}

    return {
        "id": key,
        "caption": made.caption,
        "head": [made.corner, *made.columns],
        "rows": [
            {
                "name": row.label,
                "url": addresses.get(row.code, ""),
                "note": row.note,
                "cells": [shown(cell) for cell in row.cells],
            }
            for row in made.rows
        ],
        "symbols": "".join(made.symbols),
    }
