"""Workbooks as XLSX (ISO/IEC 29500). Every text is an inline string, which no program takes for a formula."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from functools import lru_cache
from itertools import count
from string import ascii_uppercase

from reporting.sheets.sheet import Cell, Sheet, Workbook, escaped, quoted
from reporting.sheets.zipping import Part, zipped

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
AT_ONCE = 500  # rows to a piece
HEADING, WRAPPED = 1, 2  # styles
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/>'
    '</xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def xlsx(book: Workbook) -> Iterator[bytes]:
    """The file in pieces, a few hundred rows at a time in memory."""
    return zipped(_parts(book), book.made.astimezone(UTC))


def _parts(book: Workbook) -> Iterator[Part]:
    numbers = range(1, len(book.sheets) + 1)
    yield "[Content_Types].xml", [_types(numbers)]
    yield "_rels/.rels", [_relations([(f"{OFFICE}/officeDocument", "xl/workbook.xml"), (_core_type(), "docProps/core.xml")])]
    yield "docProps/core.xml", [_core(book)]
    yield "xl/workbook.xml", [_workbook(book)]
    targets = [(f"{OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", [_relations([*targets, (f"{OFFICE}/styles", "styles.xml")])]
    yield "xl/styles.xml", [STYLES]
    for number, sheet in zip(numbers, book.sheets, strict=True):
        written = _Rows(sheet)
        yield f"xl/worksheets/sheet{number}.xml", written
        yield f"xl/worksheets/_rels/sheet{number}.xml.rels", [_relations([(f"{OFFICE}/table", f"../tables/table{number}.xml")])]
        yield f"xl/tables/table{number}.xml", [_table(number, sheet, written.last)]


class _Rows:
    """The XML of a sheet; `last` is the number of its last row, once all of it was written."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.last = sheet, 1

    def __iter__(self) -> Iterator[str]:
        sheet = self.sheet
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'
            for place, column in enumerate(sheet.columns, 1)
        )
        yield (
            f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{widths}</cols><sheetData>"
        )
        yield f'<row r="1">{"".join(_text(column.heading, HEADING) for column in sheet.columns)}</row>'
        style = WRAPPED if sheet.wraps else 0
        several: list[str] = []
        for number, row in zip(count(2), sheet.rows, strict=False):
            self.last = number
            several.append(f'<row r="{number}">{"".join([_cell(value, style) for value in row])}</row>')
            if len(several) == AT_ONCE:
                yield "".join(several)
                several = []
        if self.last == 1:  # a table has to have a row
            self.last = 2
            several.append('<row r="2"/>')
        yield "".join(several)
        yield '</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'


def _cell(value: Cell, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    return _text(value, style) if isinstance(value, str) else f"<c><v>{value}</v></c>"


@lru_cache(maxsize=20_000)  # in figures the same texts come again and again
def _text(text: str, style: int) -> str:
    look = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{look}><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def _table(number: int, sheet: Sheet, last: int) -> str:
    """Makes the first row the headings of the others, for a screen reader too, with a filter at each."""
    reach = f"A1:{_letters(len(sheet.columns))}{last}"
    columns = "".join(
        f'<tableColumn id="{place}" name="{quoted(column.heading)}"/>' for place, column in enumerate(sheet.columns, 1)
    )
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="{number}" name="{sheet.code}" displayName="{sheet.code}" ref="{reach}" '
        f'totalsRowShown="0"><autoFilter ref="{reach}"/><tableColumns count="{len(sheet.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>'
    )


def _letters(number: int) -> str:
    """What a column is called: A, B, … Z, AA."""
    before, place = divmod(number - 1, 26)
    return (_letters(before) if before else "") + ascii_uppercase[place]


def _types(numbers: Iterable[int]) -> str:
    parts = [("/xl/workbook.xml", f"{KIND}.sheet.main+xml"), ("/xl/styles.xml", f"{KIND}.styles+xml")]
    parts.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    for number in numbers:
        parts.append((f"/xl/worksheets/sheet{number}.xml", f"{KIND}.worksheet+xml"))
        parts.append((f"/xl/tables/table{number}.xml", f"{KIND}.table+xml"))
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    found = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def _core_type() -> str:
    return f"{PACKAGE}/relationships/metadata/core-properties"


def _core(book: Workbook) -> str:
    made = book.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    times = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{made}</dcterms:{name}>' for name in ("created", "modified"))
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(book.title)}</dc:title><dc:language>{book.language}</dc:language>{times}</cp:coreProperties>"
    )


def _workbook(book: Workbook) -> str:
    sheets = "".join(
        f'<sheet name="{quoted(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(book.sheets, 1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
