"""What a cell of a file means: the code that a text stands for, and the code that somebody probably meant."""

import difflib
import re
from collections.abc import Callable, Iterable
from functools import cache

from indicators.catalogue import Category, Period, areas, breakdown, breakdowns, code_lists, find_area, measures
from indicators.extracts.layouts import Column
from indicators.extracts.layouts.schema import LISTS, plain
from priority_groups.content import cohorts

Reader = Callable[[str], str | None]
CLOSE_ENOUGH = 0.6
VINTAGE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
QUARTER_INSIDE = re.compile(r"(?:([0-9]{4}).*q([1-4]))|(?:q([1-4]).*([0-9]{4}))", re.IGNORECASE)
MONTH_INSIDE = re.compile(r"([0-9]{4})[-/ ]?([0-9]{2})$")
YEARS = re.compile(r"[0-9]{2}([0-9]{2})[-/](?:[0-9]{2})?([0-9]{2})$")
YEAR = re.compile(r"[0-9]{4}")


def reader(column: Column) -> Reader:
    """The function that gives the code a cell of this column means, or None."""
    if column.type == "period":
        return _period
    if column.type == "area":
        return _area
    if column.type == "vintage":
        return _vintage
    if column.type == "code" and column.codes is not None:
        known = _spellings(column.codes)
        return lambda text: known.get(plain(text))
    longest = column.longest
    return lambda text: text if longest is None or len(text) <= longest else None


@cache
def known_codes(name: str) -> tuple[str, ...]:
    """The codes of a list that a layout names: cohorts, measures, breakdowns, or a list of codes of the catalogue."""
    lists = {
        "cohorts": lambda: (cohort.code for cohort in cohorts()),
        "measures": lambda: (measure.code for measure in measures()),
        "breakdowns": lambda: (breakdown.code for breakdown in breakdowns()),
    }
    return tuple(lists[name]()) if name in lists else tuple(category.code for category in code_lists()[name])


@cache
def _spellings(name: str) -> dict[str, str]:
    if name in LISTS:
        return {plain(code): code for code in known_codes(name)}
    return spellings_of(code_lists()[name])


def spellings_of(categories: Iterable[Category]) -> dict[str, str]:
    """Code by every plain spelling of it: the code itself, its names in both languages, its aliases."""
    known: dict[str, str] = {}
    for category in categories:
        for spelling in (category.code, *category.aliases, category.label.en, category.label.cy or category.label.en):
            known.setdefault(plain(spelling), category.code)
    return known


@cache
def category_reader(code: str) -> Reader:
    """Categories of one breakdown, by code or by a spelling met in real files."""
    known = spellings_of(breakdown(code).categories)
    return lambda text: known.get(plain(text))


def _period(text: str) -> str | None:
    try:
        return Period.parse(text).code
    except ValueError:
        return None


def _area(text: str) -> str | None:
    area = find_area(text)
    return area.code if area is not None else None


def _vintage(text: str) -> str | None:
    return text if VINTAGE.fullmatch(text) else None


def nearest(text: str, known: tuple[str, ...]) -> str:
    """The known code most like `text`, or "" where none is."""
    found = difflib.get_close_matches(plain(text), [plain(code) for code in known], n=1, cutoff=CLOSE_ENOUGH)
    return next((code for code in known if found and plain(code) == found[0]), "")


def nearest_area(text: str) -> str:
    """The area whose code or name is most like `text`, as "W15000004 (Dyfed-Powys)", or ""."""
    names = {plain(name): area for area in areas() for name in (area.code, area.name.en, area.name.cy or area.name.en)}
    found = difflib.get_close_matches(plain(text), list(names), n=1, cutoff=CLOSE_ENOUGH)
    return f"{names[found[0]].code} ({names[found[0]].name})" if found else ""


def nearest_period(text: str) -> str:
    """The period that a text probably means, or "": 2023 Q1, Q1 2023, 2023-03, 2022/23, 2023."""
    if match := QUARTER_INSIDE.search(text):
        return f"{match[1] or match[4]}Q{match[2] or match[3]}"
    if (match := YEARS.fullmatch(text)) and int(match[2]) == (int(match[1]) + 1) % 100:
        # A financial year, as most statistics of this field are given.
        return f"YE20{match[2]}-03"
    if (match := MONTH_INSIDE.search(text)) and 1 <= int(match[2]) <= 12:
        return f"YE{match[1]}-{-(-int(match[2]) // 3) * 3:02}"
    if YEAR.fullmatch(text):
        return f"YE{text}-12"
    return ""


def named_codes(column: Column) -> list[tuple[str, str]]:
    """The codes that a column takes with their names in the active language; empty where it takes no code of a list."""
    if column.type == "area":
        return [(area.code, str(area.name)) for area in areas()]
    if column.type == "category":
        return [(category.code, f"{found.title}: {category.label}") for found in breakdowns() for category in found.categories]
    if column.type == "flag":
        return [(category.code, str(category.label)) for category in code_lists()["flag"]]
    if column.codes is None:
        return []
    lists = {
        "cohorts": lambda: [(cohort.code, str(cohort.title)) for cohort in cohorts()],
        "measures": lambda: [(measure.code, str(measure.title)) for measure in measures()],
        "breakdowns": lambda: [(found.code, str(found.title)) for found in breakdowns()],
    }
    if column.codes in lists:
        return lists[column.codes]()
    return [(category.code, str(category.label)) for category in code_lists()[column.codes]]
