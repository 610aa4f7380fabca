"""That a file is no table which could be read, and why. The words for it are in `refusals`: this much needs no Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicators.extracts.words import Words


class Unreadable(Exception):
    """The file cannot be read as a table. `name` is one of REFUSALS; `row` is the row (or line) of the file, if any.

    Nothing that stands in the file may be in `params` (`rows` in it has a dict for each row): it could be about a person, and
    what cannot be read cannot be told apart.
    """

    def __init__(self, name: str, *, row: int | None = None, **params: object) -> None:
        self.name, self.row, self.params = name, row, params
        super().__init__(name)

    def __str__(self) -> str:
        return str(self.words.message)

    @property
    def words(self) -> Words:
        """What people are told."""
        from indicators.extracts.reading.refusals import REFUSALS

        return REFUSALS[self.name]
