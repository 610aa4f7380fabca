"""The words of one extract whose meaning its check did not know."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from indicators.extracts.layouts import layout
from indicators.extracts.layouts.schema import plain
from indicators.extracts.models import Extract, Problem, ProblemRow, Term
from indicators.extracts.terms.known import HEADING, known_words, told_columns, told_layouts
from indicators.extracts.terms.reading import code_reader, heading
from indicators.extracts.terms.telling import PERSONAL

HEADING_CHECK = "column_unknown"
MOST = 100  # words on one page; whoever has more has put a column under a wrong heading
WITHHELD = "•"  # stands where a check kept a cell's text to itself


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word, the column that it stands in (HEADING: it is one), the rows that have it, and what was told of it since."""

    column: str
    text: str
    rows: int
    meaning: str = ""


def unknown(extract: Extract, using: str) -> list[Unknown]:
    """Headings first, then words of columns, the most frequent first. `using`: see indicators.desk."""
    if extract.source not in {found.source for found in told_layouts()}:
        return []
    places = ProblemRow.objects.using(using).filter(problem__extract=extract)
    return (_headings(extract, places) + _words(extract, places))[:MOST]


def has_unknown(problem: Problem, places: Iterable[ProblemRow]) -> bool:
    """Whether among some places of a problem there is a word that somebody could tell the meaning of."""
    source = problem.extract.source
    if source not in {found.source for found in told_layouts()}:
        return False
    if problem.check_name == HEADING_CHECK:
        return any(_can_be_shown(place.value) for place in places)
    told = {column.name: known_words(column) for column in told_columns(layout(source))}
    words = {(place.column, place.value) for place in places if place.row is not None and _can_be_shown(place.value)}
    columns = {name: heading(source, name) or "" for name, _text in words}
    return any(columns[name] in told and told[columns[name]](text) is None for name, text in words)


def _headings(extract: Extract, places: QuerySet[ProblemRow]) -> list[Unknown]:
    texts = places.filter(problem__check_name=HEADING_CHECK).values_list("value", flat=True)
    return [
        Unknown(HEADING, text, 1, heading(extract.source, text) or "")
        for text in texts
        if _can_be_shown(text) and layout(extract.source).named(text) is None
    ]


def _words(extract: Extract, places: QuerySet[ProblemRow]) -> list[Unknown]:
    found = layout(extract.source)
    told = {column.name for column in told_columns(found)}
    places = places.filter(row__isnull=False)
    names = {name: heading(extract.source, name) for name in places.values_list("column", flat=True).distinct()}
    kept = {name: column for name, column in names.items() if column in told}
    counted = places.filter(column__in=kept).exclude(value="").values_list("column", "value").annotate(rows=Count("pk"))
    readers = {column: code_reader(extract.source, column) for column in kept.values()}
    words: dict[tuple[str, str], Unknown] = {}
    for name, text, rows in counted.order_by("-rows", "value"):
        column = kept[name]
        if _can_be_shown(text) and known_words(found.by_name[column])(text) is None:
            word = words.get((column, plain(text))) or Unknown(column, text, 0, readers[column](text) or "")
            words[column, plain(text)] = replace(word, rows=word.rows + rows)
    return list(words.values())


def _can_be_shown(text: str) -> bool:
    return bool(plain(text)) and len(text) <= Term.LONGEST and WITHHELD not in text and not PERSONAL.search(text)
