"""What was read from a file, whatever its kind: blank columns and rows out, row numbers in."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.extracts.reading.kinds import Kind
from indicators.extracts.reading.refusals import Unreadable

HEADINGS_ROW = 1


@dataclass(frozen=True)
class Document:
    """What stands in a file: headings as written, and a frame of strings with a column for each of them ("" is a blank cell).

    The frame's columns are numbered from 0 (headings may be blank or equal); its index is the row number in the file.
    """

    kind: Kind
    headings: tuple[str, ...]
    frame: pd.DataFrame


def document(kind: Kind, headings: tuple[str, ...], body: pa.Table) -> Document:
    """`body` has a string column for each heading and a row for each row under them. Raises Unreadable."""
    if not any(heading.strip() for heading in headings):
        raise Unreadable("headings_missing", row=HEADINGS_ROW)
    blank = [pc.equal(pc.utf8_trim_whitespace(column), "") for column in body.columns]
    # A spreadsheet often writes empty columns at its right-hand edge.
    kept = [number for number, heading in enumerate(headings) if heading.strip() or not pc.all(blank[number]).as_py()]
    numbers = pa.array(range(HEADINGS_ROW + 1, HEADINGS_ROW + 1 + body.num_rows), pa.int64())
    table = body.select(kept)
    if body.num_rows:
        wholly_blank = blank[kept[0]]
        for number in kept[1:]:
            wholly_blank = pc.and_(wholly_blank, blank[number])
        filled = pc.invert(wholly_blank)
        table, numbers = table.filter(filled), numbers.filter(filled.combine_chunks())
    if not table.num_rows:
        raise Unreadable("headings_only")
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.columns = pd.RangeIndex(len(kept))
    frame.index = pd.Index(numbers.to_numpy(zero_copy_only=False), name="row")
    return Document(kind, tuple(headings[number] for number in kept), frame)
