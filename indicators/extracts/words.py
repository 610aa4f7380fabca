"""The words that go with a finding: what is wrong, and how to put it right."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

Level = Literal["fail", "warn"]


@dataclass(frozen=True, slots=True)
class Words:
    """`message` says what is wrong, `guidance` the remedy; `row` adds what is particular to one row.

    `row` holds named places for the finding's own parameters: "Did you mean %(suggestion)s?" `counted` is the message with a
    number of people, for those who work on the file: how few they are is nothing for readers, who are told `message`.
    """

    name: str
    level: Level
    message: Promise
    guidance: Promise
    row: Promise | None = None
    counted: Promise | None = None

    def told(self, params: Mapping[str, Any]) -> str:
        """What is wrong, for everybody, in the active language."""
        return str(self.message) % params

    def told_at_work(self, params: Mapping[str, Any]) -> str:
        """What is wrong, for those who work on the file, in the active language."""
        # Which form of a plural it is, only the number says: it has to meet the words before they are a text.
        return self.told(params) if self.counted is None else str(operator.mod(self.counted, params))
