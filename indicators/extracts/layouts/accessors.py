"""The layouts of this service, read once a process."""

from functools import cache
from pathlib import Path

from indicators.extracts.layouts.schema import Layout
from priority_groups.content.loader import load_yaml

HERE = Path(__file__).parent


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, in the order of `number`. Raises ContentError for a wrong file."""
    return tuple(sorted((load_yaml(path, Layout) for path in HERE.glob("*.yaml")), key=lambda layout: layout.number))


def layout(source: str) -> Layout:
    """KeyError where no layout is of this source."""
    return {layout.source: layout for layout in layouts()}[source]
