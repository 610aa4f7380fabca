"""What the layouts and the catalogue know: which columns hold words that mean a code, and what each word means."""

from functools import cache

from indicators.catalogue import Area, areas, code_lists, find_area, termination_reasons
from indicators.extracts.codes import Reader, known_codes, spellings_of
from indicators.extracts.layouts import Column, Layout, layouts
from indicators.extracts.layouts.schema import LISTS, ColumnType, person_columns, plain

# Of no other column a meaning can be told: least of all of one whose cells tell who somebody is.
TYPES: tuple[ColumnType, ...] = ("code", "flag", "reason", "area")
HEADING = ""  # stands for the column where the word is a heading
PROFILE = "profile"  # stands for the source where a word is told for every source that has the columns of a profile


def told_layouts() -> tuple[Layout, ...]:
    """The layouts whose words people may tell the meaning of. A published figure's codes are our own."""
    return tuple(found for found in layouts() if found.kind == "records")


def told_columns(layout: Layout) -> tuple[Column, ...]:
    """The columns whose words people may tell the meaning of."""
    return tuple(column for column in layout.columns if column.type in TYPES)


def own_columns(layout: Layout) -> tuple[Column, ...]:
    """Those of them that are the layout's own."""
    return tuple(column for column in told_columns(layout) if told_for(layout, column.name) == layout.source)


def told_for(layout: Layout, column: str) -> str:
    """What a word of a column is told for: a source, or PROFILE, because what somebody's sex or area is called is the same
    in all of them."""
    is_shared = layout.about == PROFILE and column in {found.name for found in person_columns()}
    return PROFILE if is_shared else layout.source


def meanings(layout: Layout, column: str) -> list[tuple[str, str]]:
    """What a word can mean, as code and name in the active language; of a heading the names of the columns."""
    if column == HEADING:
        return [(found.name, found.name) for found in layout.columns]
    if layout.by_name[column].type == "area":
        return [(found.code, str(found.name)) for found in _places()]
    return [(category.code, str(category.label)) for category in code_lists()[list_of(layout.by_name[column])]]


def spellings(layout: Layout, column: str) -> dict[str, tuple[str, ...]]:
    """By the code of each meaning the words that are known to have it, beside the code itself."""
    if column == HEADING:
        return {found.name: found.aliases for found in layout.columns}
    if layout.by_name[column].type == "reason":
        return dict(termination_reasons())
    if layout.by_name[column].type == "area":
        return {found.code: found.aliases for found in _places()}
    return {category.code: category.aliases for category in code_lists()[list_of(layout.by_name[column])]}


def list_of(column: Column) -> str:
    """The list of codes that a column's words mean."""
    fixed = {"flag": "flag", "reason": "outcome"}
    return fixed.get(column.type) or column.codes or ""


def _places() -> list[Area]:
    """Where somebody can live, as far as we tell places apart."""
    return [found for found in areas() if found.kind != "comparator"]


def _area(text: str) -> str | None:
    found = find_area(text)
    return found.code if found is not None and found.kind != "comparator" else None


@cache
def known_words(column: Column) -> Reader:
    """The function that gives the code of a word that the catalogue knows, or None."""
    if column.type == "area":
        return _area
    name = list_of(column)
    known = {plain(code): code for code in known_codes(name)} if name in LISTS else spellings_of(code_lists()[name])
    if column.type == "reason":
        known = {plain(text): outcome for outcome, texts in termination_reasons().items() for text in texts} | known
    return lambda text: known.get(plain(text))
