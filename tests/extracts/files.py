"""Files as people upload them: CSV of any kind, and the smallest spreadsheets there can be."""

import csv
import io
import zipfile
from collections.abc import Sequence
from html import escape

Row = dict[str, str]

COLUMNS = [
    "cohort", "measure", "period", "area_code", "breakdown", "category", "numerator", "denominator", "vintage", "source",
]  # fmt: skip


def figure(**cells: str) -> Row:
    """A row that is right: women starting a sentence in Gwent, unless said otherwise."""
    right = {
        "cohort": "women",
        "measure": "sentences_started",
        "period": "YE2020-12",
        "area_code": "W15000002",
        "breakdown": "",
        "category": "",
        "numerator": "50",
        "denominator": "",
        "vintage": "2024-12",
        "source": "A publication",
    }
    return {**right, **cells}


def rate(**cells: str) -> Row:
    """A row that is right and has a denominator."""
    return figure(**{"cohort": "all", "measure": "reoffending_rate", "numerator": "300", "denominator": "1000", **cells})


def csv_of(rows: Sequence[Row], columns: Sequence[str] | None = None, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    names = list(columns if columns is not None else COLUMNS)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue().encode(encoding)


def table_of(rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> list[list[str]]:
    return [list(columns), *([row.get(name, "") for name in columns] for row in rows)]


def xlsx_of(table: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one sheet; numbers become numbers, texts inline strings."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' if value else "<c/>"
        return f"<c><v>{value}</v></c>"

    rows = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in table)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Figures" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def ods_of(table: Sequence[Sequence[str | float]]) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(cell(value) for value in row)}</table:table-row>" for row in table)
    names = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
            "content.xml": f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0"'
            f' xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Figures">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def zip_of(entries: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
