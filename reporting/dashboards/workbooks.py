"""Figures as a workbook in the reader's language: the figures, what they are, their columns and their symbols, a sheet each."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from priority_groups import content
from reporting.dashboards.columns import LABELS, MEANINGS, symbols
from reporting.published import COLUMNS, Edition, Row
from reporting.selection import Selection
from reporting.sheets import Column, Sheet, Workbook, ods, xlsx
from reporting.sheets.sheet import Cell

WRITERS = {
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (ods, "application/vnd.oasis.opendocument.spreadsheet"),
}
WIDTHS = {
    "cohort": 28, "measure": 34, "area_name": 18, "area_code": 12, "period": 12, "breakdown": 18, "category": 28, "numerator": 12,
    "denominator": 12, "unit": 18, "vintage": 12,
}  # fmt: skip
USUAL_WIDTH = 10
PERIOD_NAME = "period_name"  # beside its code, by which periods can be sorted
ORDER = [name for column in COLUMNS for name in ((column, PERIOD_NAME) if column == "period" else (column,))]


def workbook_file(name: str, edition: Edition, selections: Iterable[Selection], ending: str) -> HttpResponseBase:
    """What the selections find, sent while it is made."""
    write, content_type = WRITERS[ending]
    book = workbook(edition, list(selections))
    response = StreamingHttpResponse(_in_language(write(book), book.language), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-{edition.name}.{ending}"'
    return response


def workbook(edition: Edition, selections: Sequence[Selection]) -> Workbook:
    """Equal figures in one language make an equal workbook: it bears the moment of the publication."""
    rows = (row for one in selections for row in edition.rows(**one.to_filters()))
    headings = {**LABELS, PERIOD_NAME: _("Period in words")}
    columns = [Column(str(headings[name]), WIDTHS.get(name, 26 if name == PERIOD_NAME else USUAL_WIDTH)) for name in ORDER]
    language = translation.get_language() or "en"
    return Workbook(
        title=_("Positive Change: figures of release %(name)s") % {"name": edition.name},
        language=language,
        made=edition.published_at,
        sheets=[
            Sheet("figures", _("Figures"), columns, (_cells(row, language) for row in rows)),
            Sheet("about", _("About"), [Column(_("About these figures"), 30), Column(_("Answer"), 90)],
                  _about(edition), wraps=True),
            Sheet("columns", _("Columns"), [Column(_("Column"), 30), Column(_("In CSV and API"), 18), Column(_("Meaning"), 90)],
                  [(str(LABELS[name]), name, str(MEANINGS[name])) for name in COLUMNS], wraps=True),
            Sheet("symbols", _("Symbols"), [Column(_("Symbol"), 12), Column(_("Meaning"), 60)], symbols(), wraps=True),
        ],
    )  # fmt: skip


def _cells(row: Row, language: str) -> list[Cell]:
    words = {
        "cohort": _cohort(row["cohort"], language),
        "measure": _measure(row["measure"], language),
        PERIOD_NAME: _period(row["period"], language),
    }
    if row["breakdown"]:
        words["breakdown"], words["category"] = _part(row["breakdown"], row["category"], language)
    return [words[name] if name in words else row[name] for name in ORDER]


# The names of codes, in the active language, which is given to tell one from another.


@cache
def _cohort(code: str, language: str) -> str:
    return str(content.cohort(code).title)


@cache
def _measure(code: str, language: str) -> str:
    return str(catalogue.measure(code).title)


@cache
def _period(code: str, language: str) -> str:
    return period_name(Period.parse(code))


@cache
def _part(breakdown: str, category: str, language: str) -> tuple[str, str]:
    division = catalogue.breakdown(breakdown)
    return str(division.title), str(division.category(category).label)


def _about(edition: Edition) -> list[tuple[str, str]]:
    """What somebody has to know who was handed the file without the page."""
    rules = content.disclosure()
    protected = _(
        "Numbers from 1 to %(most)s, percentages on fewer than %(fewest)s people, and whatever would give them back, are not "
        "shown."
    )
    known = [
        (
            _("Service"),
            _("Positive Change: figures of the Framework to support positive change for those at risk of offending in Wales"),
        ),
        (_("Release"), edition.name),
        (_("Published"), date_format(timezone.localtime(edition.published_at), "j F Y")),
        (_("Data as at"), date_format(edition.data_as_at, "j F Y") if edition.data_as_at else ""),
        (_("Note"), edition.note),
        (_("Version of the method"), edition.method_version),
        (_("Fingerprint of the figures"), edition.content_hash),
        (_("Protecting people"), protected % {"most": rules.largest_small_count, "fewest": rules.fewest_people}),
        (_("Empty cells"), _("A figure that is not shown is empty, never 0, and its symbol says why.")),
        (_("Never add groups together"), _("A person may belong to several groups.")),
        (_("Licence"), _("Crown copyright, Open Government Licence v3.0")),
    ]
    return [(name, value) for name, value in known if value]


def _in_language(chunks: Iterator[bytes], language: str) -> Iterator[bytes]:
    """Each piece is made in the language in which the answer began: other answers are made in the same thread meanwhile."""
    while True:
        with translation.override(language):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
