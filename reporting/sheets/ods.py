"""Workbooks as ODS (OpenDocument 1.3), the format that the Government's open standards ask for."""

from collections.abc import Iterator
from datetime import UTC
from functools import lru_cache

from reporting.sheets.sheet import Cell, Sheet, Workbook, escaped, quoted
from reporting.sheets.zipping import Part, zipped

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "table": "table", "text": "text", "style": "style", "config": "config", "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
AT_ONCE = 500
LETTER = 0.2  # centimetres


def ods(book: Workbook) -> Iterator[bytes]:
    """The file in pieces, a few hundred rows at a time in memory."""
    return zipped(_parts(book), book.made.astimezone(UTC))


def _parts(book: Workbook) -> Iterator[Part]:
    yield "mimetype", TYPE.encode()
    yield "META-INF/manifest.xml", [_manifest()]
    yield "meta.xml", [_meta(book)]
    yield "settings.xml", [_settings(book)]
    yield "styles.xml", [f'{HEAD}<office:document-styles {NAMESPACES} office:version="1.3"/>']
    yield "content.xml", _content(book)


def _content(book: Workbook) -> Iterator[str]:
    widths = sorted({column.width for sheet in book.sheets for column in sheet.columns})
    styles = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * LETTER:.1f}cm"/></style:style>'
        for width in widths
    )
    yield (
        f'{HEAD}<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>{styles}'
        '<style:style style:name="heading" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="wrapped" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
    )
    ranges = []
    for sheet in book.sheets:
        rows = 1
        yield _beginning(sheet)
        several: list[str] = []
        for row in sheet.rows:
            rows += 1
            style = ' table:style-name="wrapped"' if sheet.wraps else ""
            several.append(f"<table:table-row>{''.join([_cell(value, style) for value in row])}</table:table-row>")
            if len(several) == AT_ONCE:
                yield "".join(several)
                several = []
        yield "".join(several)
        yield "</table:table>"
        ranges.append(_filter(sheet, rows))
    yield f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _beginning(sheet: Sheet) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{column.width}"/>' for column in sheet.columns)
    headings = "".join(_cell(column.heading, ' table:style-name="heading"') for column in sheet.columns)
    return (
        f'<table:table table:name="{quoted(sheet.name)}">{columns}'
        f"<table:table-header-rows><table:table-row>{headings}</table:table-row></table:table-header-rows>"
    )


def _cell(value: Cell, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if not isinstance(value, str):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return _text(value, style)


@lru_cache(maxsize=20_000)  # in figures the same texts come again and again
def _text(value: str, style: str) -> str:
    paragraphs = "".join(f"<text:p>{escaped(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string"{style}>{paragraphs}</table:table-cell>'


def _filter(sheet: Sheet, rows: int) -> str:
    last = len(sheet.columns) - 1
    name = sheet.name.replace("'", "''")
    reach = f"'{name}'.A1:'{name}'.{_letters(last)}{rows}"
    return (
        f'<table:database-range table:name="{sheet.code}" table:target-range-address="{quoted(reach)}" '
        'table:display-filter-buttons="true"/>'
    )


def _letters(place: int) -> str:
    return chr(ord("A") + place)


def _manifest() -> str:
    parts = [("/", TYPE), *((f"{name}.xml", "text/xml") for name in ("content", "meta", "settings", "styles"))]
    entries = "".join(f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in parts)
    return (
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{entries}</manifest:manifest>'
    )


def _meta(book: Workbook) -> str:
    made = book.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta><dc:title>{escaped(book.title)}</dc:title>'
        f"<dc:language>{book.language}</dc:language><meta:creation-date>{made}</meta:creation-date><dc:date>{made}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _settings(book: Workbook) -> str:
    """The first row of each sheet stays where it is."""
    frozen = {"VerticalSplitMode": ("short", "2"), "VerticalSplitPosition": ("int", "1"), "PositionBottom": ("int", "1")}
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, (kind, value) in frozen.items()
    )
    sheets = "".join(
        f'<config:config-item-map-entry config:name="{quoted(sheet.name)}">{items}</config:config-item-map-entry>'
        for sheet in book.sheets
    )
    return (
        f'{HEAD}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f'<config:config-item-map-entry><config:config-item-map-named config:name="Tables">{sheets}'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )
