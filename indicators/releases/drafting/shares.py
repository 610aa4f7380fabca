"""Counting one share of the people: the only place where rows of people are read to be counted."""

from indicators.measures.counting import count
from indicators.measures.counts import Counts
from indicators.measures.plan import Plan
from indicators.records import binary, store
from indicators.releases.drafting.basis import Basis


def count_share(basis: Basis, plan: Plan, number: int) -> tuple[Counts, int]:
    """The counts of one of the basis's shares of the people, and how many rows there were."""
    records = {}
    for source in basis.of_people:
        names = [name for name in binary.columns_of(store.RECORDS[source]) if name != "slice_id"]
        records[source] = store.read(source, basis.numbers(source), names, (number, basis.parts))
    return count(plan, records), sum(len(columns["row"]) for columns in records.values())
