"""Headings of rows in a PDF's tables, which Typst's library does not let a document ask for.

Its compiler knows headings of columns only; the function that would make a heading of a row is behind a switch that its Python
package does not have. In what it writes a cell is an object of its own in plain text, so the first cell of every row in the
body of a table can be told to be a heading, and its neighbours that it is one of theirs. Everything else stays as it is, byte
by byte, but for where the objects begin.
"""

import re
from collections.abc import Iterator
from itertools import count

CELL = re.compile(rb"^<</Type/StructElem/S/TD/P ")
ROW_OF_BODY = re.compile(rb"^<</Type/StructElem/S/TR/P (\d+) 0 R.*?/K\[([^\]]*)\]", re.DOTALL)
BODY = re.compile(rb"^<</Type/StructElem/S/TBody/P ")
HEADERS = re.compile(rb"/O/Table(.*?)/Headers\[(.*?)\]")
NAMES = re.compile(rb"/IDTree<</Names\[(.*?)\]>>", re.DOTALL)
NAME = re.compile(rb"(\([^)]*\))\s*(\d+ 0 R)")
START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*$")
ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")


class UnknownShape(ValueError):
    """A PDF that is not written as Typst writes it."""


def with_row_headings(pdf: bytes) -> bytes:
    """The same PDF with headings of rows. Raises UnknownShape."""
    start = START.search(pdf)
    if start is None:
        raise UnknownShape("no table of objects where it is expected")
    table_at = int(start[1])
    offsets = _offsets(pdf[table_at:])
    objects = {number: _object(pdf, at) for number, at in offsets.items()}
    changed = _changed({number: body for number, (body, _end) in objects.items() if body.startswith(b"<</Type/Struct")})
    if not changed:
        return pdf
    return _written(pdf, table_at, offsets, objects, changed)


def _offsets(table: bytes) -> dict[int, int]:
    """Where each object begins, by the classic table at the end of the file: one section from 0."""
    lines = table.split(b"\n", 2)
    if lines[0] != b"xref" or not lines[1].startswith(b"0 "):
        raise UnknownShape("the table of objects is of another kind")
    entries = ENTRY.findall(lines[2].partition(b"trailer")[0])
    return {number: int(at) for number, (at, _generation, state) in enumerate(entries) if state == b"n"}


def _object(pdf: bytes, at: int) -> tuple[bytes, int]:
    """What is between `obj` and the first `endobj`, and where that ends. Of a stream it may be a part: nobody reads it."""
    begin = pdf.index(b" obj\n", at) + 5
    end = pdf.index(b"\nendobj", begin)
    return pdf[begin:end], end


def _changed(elements: dict[int, bytes]) -> dict[int, bytes]:
    """The new bodies of the objects that change."""
    changed: dict[int, bytes] = {}
    named: list[tuple[bytes, bytes]] = []
    for cells in _rows(elements):
        head = cells[0]
        name = b"(R%d)" % head
        changed[head] = _as_heading(elements[head], name)
        named.append((name, b"%d 0 R" % head))
        for cell in cells[1:]:
            changed[cell] = HEADERS.sub(rb"/O/Table\1/Headers[\2" + name.replace(b"\\", b"\\\\") + b"]", elements[cell], count=1)
    if changed:
        root, body = next((number, body) for number, body in elements.items() if body.startswith(b"<</Type/StructTreeRoot"))
        names = NAMES.search(body)
        if names is None:
            raise UnknownShape("the names of the headings are not in one list")
        every = sorted([*NAME.findall(names[1]), *named])
        listed = b"".join(name + target for name, target in every)
        changed[root] = body[: names.start(1)] + listed + body[names.end(1) :]
    return changed


def _rows(elements: dict[int, bytes]) -> Iterator[list[int]]:
    """The cells of each row of a table's body, where there is more than one and all are cells."""
    for body in elements.values():
        row = ROW_OF_BODY.match(body)
        if row is None or not BODY.match(elements.get(int(row[1]), b"")):
            continue
        cells = [int(number) for number in re.findall(rb"(\d+) 0 R", row[2])]
        if len(cells) > 1 and all(CELL.match(elements.get(cell, b"")) for cell in cells):
            yield cells


def _as_heading(body: bytes, name: bytes) -> bytes:
    body = body.replace(b"/S/TD/", b"/S/TH/", 1)
    at = body.index(b"/A[")
    scoped = HEADERS.sub(rb"/O/Table/Scope/Row\1/Headers[\2]", body[at:], count=1)
    return body[:at] + b"/ID" + name + scoped


def _written(
    pdf: bytes, table_at: int, offsets: dict[int, int], objects: dict[int, tuple[bytes, int]], changed: dict[int, bytes]
) -> bytes:
    """The file with the changed objects in their places, and its table with where everything begins now."""
    parts, moved, done, shift = [], {}, 0, 0
    for number, at in sorted(offsets.items(), key=lambda one: one[1]):
        moved[number] = at + shift
        if number in changed:
            old, end = objects[number]
            parts += [pdf[done : end - len(old)], changed[number]]
            done = end
            shift += len(changed[number]) - len(old)
    parts.append(pdf[done:table_at])
    places = count()
    table = ENTRY.sub(lambda one: _entry(one, next(places), moved), pdf[table_at:])
    return b"".join(parts) + START.sub(b"startxref\n%d\n%%%%EOF" % (table_at + shift), table)


def _entry(one: re.Match[bytes], number: int, moved: dict[int, int]) -> bytes:
    return b"%010d %s %s" % (moved[number], one[2], one[3]) if number in moved else one[0]
