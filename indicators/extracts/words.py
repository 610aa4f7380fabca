"""The words that go with a finding: what is wrong, and how to put it right."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Level = Literal["fail", "warn"]


@dataclass(frozen=True, slots=True)
class Words:
    """`message` says what is wrong, `guidance` the remedy; `row` adds what is particular to one row.

    `row` holds named places for the finding's own parameters: "Did you mean %(suggestion)s?"
    """

    name: str
    level: Level
    message: Promise
    guidance: Promise
    row: Promise | None = None
