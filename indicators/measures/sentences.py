"""People who started a sentence: `sentences_started`."""

from indicators.measures.calendar import Span
from indicators.measures.cells import Table
from indicators.measures.counts import Counts
from indicators.measures.headcount import count_people, tell_people
from indicators.measures.plan import Plan, Records
from indicators.measures.rows import in_time, ready
from indicators.measures.told import Told

SOURCE, MEASURE = "sentences", "sentences_started"


def count(plan: Plan, records: Records) -> dict[str, Table]:
    """Different people with a sentence that started in the period, by area and category of the first."""
    span = Span.of(plan.covered.get(SOURCE, ()))
    if SOURCE not in records or not span.length:
        return {}
    columns, person, quarter = in_time(records[SOURCE], "start_date", span)
    return count_people(plan, MEASURE, ready(plan, columns, person, quarter, span, plan.own.get(MEASURE)))


def figures(plan: Plan, counts: Counts) -> list[Told]:
    return tell_people(plan, counts, MEASURE, SOURCE)
