"""What is counted: the slices of the records that are current at one moment, or would be if an extract were loaded."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from indicators.catalogue import Period
from indicators.extracts.models import Extract, PseudonymKey
from indicators.measures.counts import Counts
from indicators.measures.plan import Plan
from indicators.records import store
from indicators.records.store import CurrentSlice
from indicators.releases.drafting.plan import plan

PROVEN = "proven_offences"
ROWS_A_PART = 1_000_000
FEWEST_PARTS, MOST_PARTS = 4, 64
# Changes whenever the same records would give other figures; kept with every release.
METHOD_VERSION = "2026.5"


@dataclass(frozen=True)
class Basis:
    """By source the slices that count, and the day on which the proven offences were drawn (None where there are none)."""

    slices: Mapping[str, tuple[CurrentSlice, ...]] = field(default_factory=dict)
    proven_as_at: date | None = None

    @classmethod
    def current(
        cls, sources: Collection[str] = tuple(store.SLICED), *, as_if: UUID | None = None, using: str = DEFAULT_DB_ALIAS
    ) -> Self:
        """What counts now, of these sources; with `as_if`, what would if that extract came above all others of its source."""
        found = {source: tuple(store.current_slices(source, as_if, using)) for source in sources}
        return cls({source: slices for source, slices in found.items() if slices}, _proven_as_at(found.get(PROVEN, ())))

    @property
    def rows(self) -> int:
        """Of people's records: prosecutions come as counts and are not counted again."""
        return sum(one.rows for source in self.of_people for one in self.slices[source])

    @property
    def of_people(self) -> list[str]:
        return [source for source in store.RECORDS if source in self.slices]

    @property
    def parts(self) -> int:
        """In how many shares of the people it is counted: a power of two, as the tables are divided by people too."""
        if not self.of_people:
            return 0
        wanted = min(max(FEWEST_PARTS, -(-self.rows // ROWS_A_PART)), MOST_PARTS)
        return 1 << (wanted - 1).bit_length()

    @property
    def extracts(self) -> set[UUID]:
        return {one.extract_id for slices in self.slices.values() for one in slices}

    def numbers(self, source: str) -> list[int]:
        """The slices of a source, by their numbers."""
        return [one.id for one in self.slices.get(source, ())]

    def plan(self) -> Plan:
        covered = {source: [one.period for one in self.slices[source]] for source in self.of_people}
        return plan(covered, self.proven_as_at)

    def fingerprint(self) -> str:
        """SHA-256 of everything that the counts depend on: the records, the rules, the shares, and whose share somebody is in."""
        key = PseudonymKey.objects.values_list("pk", flat=True).first()
        words = [METHOD_VERSION, Counts.empty(self.plan()).plan, self.parts, self.as_json(), str(self.proven_as_at), key]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()

    def as_json(self) -> dict[str, list[list[Any]]]:
        return {
            source: [[one.id, one.period, str(one.extract_id), one.rows] for one in slices]
            for source, slices in sorted(self.slices.items())
        }

    @classmethod
    def from_json(cls, written: Mapping[str, list[list[Any]]], proven_as_at: date | None) -> Self:
        slices = {
            source: tuple(CurrentSlice(number, period, UUID(extract), rows) for number, period, extract, rows in found)
            for source, found in written.items()
        }
        return cls(slices, proven_as_at)


def _proven_as_at(slices: Collection[CurrentSlice]) -> date | None:
    """The as-at date of the extract that holds the latest quarter."""
    if not slices:
        return None
    latest = max(slices, key=lambda one: Period.parse(one.period).end)
    return Extract.objects.values_list("as_at", flat=True).get(pk=latest.extract_id)
