"""The rows of a checked extract, put where they count as soon as it is loaded."""

import pyarrow as pa

from indicators.catalogue import Period
from indicators.extracts.models import Extract
from indicators.extracts.pseudonyms import Pseudonyms, demand_key
from indicators.extracts.recordtable import RecordTable
from indicators.extracts.table import Table
from indicators.records import store
from wales_framework.jobs.progress import Progress


def stage(
    extract: Extract, table: Table | RecordTable, people: Pseudonyms, periods: tuple[Period, Period], progress: Progress
) -> None:
    """COPY the table's rows in, in place of those that were staged of the extract before. Call it inside a transaction.

    `people`: the pseudonyms of the table's people.
    """
    store.unstage(extract.pk)
    covered = [quarter.code for quarter in quarters_between(*periods)]
    if isinstance(table, RecordTable):
        demand_key()
        store.stage(extract.source, extract.pk, table.columns(lambda _identifiers: people.all()), covered, progress)
        if table.events is not None:
            store.stage_events(extract.source, extract.pk, table.events, table.quarters)
    elif table.layout.kind == "counts":
        store.stage_counts(extract.source, extract.pk, table.rows().drop_columns(["slice_key"]), [], progress)
    else:
        store.add(extract.pk, table.rows(), progress)


def quarters_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every quarter from the beginning of the first period to the end of the last."""
    return first.quarters()[0].up_to(last.quarters()[-1])


def people_of(table: Table | RecordTable) -> Pseudonyms:
    """The people of a table, to be hashed; nobody's where it is about nobody."""
    if isinstance(table, RecordTable) and table.person in table.present:
        return Pseudonyms(table.texts(table.person).texts)
    return Pseudonyms(pa.array([], pa.string()))
