"""A check that several schemas share."""

from collections.abc import Sequence


def all_different(what: str, values: Sequence[str]) -> None:
    """ValueError, naming the first value that is given twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"the {what} '{value}' is given twice")
        seen.add(value)
