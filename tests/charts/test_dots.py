"""Charts of dots, and pictures of sets: every form shows the same figures, and none what is not to be shown."""

import json
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.charts.dots.frame import axis_of, height_of
from reporting.charts.dots.making import Line, Words, dots_of
from reporting.charts.dots.plotly import plotly
from reporting.charts.dots.spec import Dots, Place
from reporting.charts.dots.svg import NARROW, WIDE, svg
from reporting.charts.dots.table import table
from reporting.charts.dots.words import sentences
from reporting.charts.sets.spec import Group, Members, Sets, in_order
from reporting.charts.sets.svg import MOST
from reporting.charts.sets.svg import svg as svg_of_sets
from reporting.charts.sets.words import alt
from reporting.charts.sets.words import sentences as words_of_sets
from reporting.charts.spec import Point
from tests.charts.examples import DECIMALS, NAMES, PLAIN, T, tree_of

AREAS = sorted(NAMES.keys() - {"W06000001"})
COHORTS = ("women", "young_adults", "all")
WORDS: Words = {
    "title": "Rate",
    "subtitle": "Wales",
    "language": "en",
    "unit_label": "Rate",
    "corner": "Group",
    "numerator_label": "Number",
    "denominator_label": "Out of",
}


@st.composite
def any_dots(draw: st.DrawFn) -> tuple[Dots, list[int]]:
    """Figures of cohorts and areas with holes and gaps; what is not shown carries a secret from 7,000,000 upward."""
    unit = draw(st.sampled_from(sorted(DECIMALS)))
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=4, unique=True))
    found, secrets = {}, []
    for cohort in COHORTS:
        for area in areas:
            symbol = draw(st.sampled_from(["", "", "", "c", "x", "z", "u", "p", "none"]))
            if symbol == "none" and found:
                continue
            hidden = symbol in tuple("cxzu")
            whole = draw(st.integers(7_000_000, 7_999_999) if hidden else st.integers(0, 60000))
            value = Decimal(whole).scaleb(0 if hidden else -DECIMALS[unit])
            secrets += [whole] if hidden else []
            ends = {"lower": value / 2, "upper": value * 2} if draw(st.booleans()) else {}
            ends = {name: end.quantize(Decimal(1).scaleb(-DECIMALS[unit])) for name, end in ends.items()}
            shown = {"value": value, "unit": unit, "symbol": symbol.replace("none", ""), "numerator": whole, "denominator": whole}
            found[cohort, area] = replace(PLAIN, cohort=cohort, area_code=area, area_name=NAMES[area], **shown, **ends)
    rows = [Place(code, code.capitalize(), code, code == "all") for code in COHORTS]
    lines = [Line(area, NAMES[area], order) for order, area in enumerate(areas)]
    return dots_of(found, rows, lines, WORDS, T), secrets


def told(dots: Dots) -> dict[tuple[str, str], str]:
    """What the table says: (series, row) -> the cell."""
    shown = table(dots, T)
    names = [series.name for series in dots.series]
    return {
        (name, row.code): cell.written for row in shown.rows for name, cell in zip(names, row.cells[: len(names)], strict=True)
    }


def places(dots: Dots) -> dict[str, tuple[str, str]]:
    return {f"{series.name}, {row.inline}": (series.name, row.code) for series in dots.series for row in dots.rows}


def drawn_by_plotly(dots: Dots) -> dict[tuple[str, str], str]:
    found = {}
    for trace in plotly(dots, T)["data"]:
        for words in trace["text"] if trace["mode"] == "markers" else trace["customdata"]:
            first, second, *_ = unescape(words).split("<br>")
            found[places(dots)[first]] = second
    return found


def drawn_as_svg(dots: Dots, **more: bool) -> dict[tuple[str, str], str]:
    titles = [title.text or "" for title in tree_of(svg(dots, T, **more)).iter() if title.tag.endswith("title")]
    return {places(dots)[title.split("\n")[0]]: title.split("\n")[1] for title in titles}


@given(any_dots())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_form_shows_the_same_figures_and_symbols(made: tuple[Dots, list[int]]) -> None:
    dots, _secrets = made
    in_table = told(dots)
    drawn = drawn_as_svg(dots)
    assert len(drawn) == len(dots.rows) * len(dots.series)
    assert drawn == drawn_as_svg(dots, is_small=True) == drawn_by_plotly(dots)
    # A figure that is not there has no symbol of its own: it is not available.
    assert {place: words or "[x]" for place, words in drawn.items()} == in_table


@given(any_dots())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_not_shown_is_nowhere(made: tuple[Dots, list[int]]) -> None:
    dots, secrets = made
    everything = json.dumps(plotly(dots, T)) + svg(dots, T) + repr(table(dots, T)) + " ".join(sentences(dots, T)) + dots.alt
    assert not [secret for secret in secrets if str(secret) in everything.replace(",", "")]


@given(any_dots(), st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_is_within_the_picture_and_allowed_by_the_policy(made: tuple[Dots, list[int]], is_small: bool) -> None:
    dots, _secrets = made
    wide, high = NARROW if is_small else WIDE, height_of(dots)
    for element in tree_of(svg(dots, T, is_small=is_small)).iter():
        assert not element.tag.endswith(("style", "script"))
        assert not {"style", "id", "href"} & set(element.attrib)
        for names, most in ((("x", "x1", "x2", "cx"), wide), (("y", "y1", "y2", "cy"), high)):
            assert all(0 <= float(element.attrib[name]) <= most for name in names if name in element.attrib)
    figure = plotly(dots, T)
    go.Figure(data=figure["data"], layout=figure["layout"])
    go.Layout(figure["layout"] | figure["layout"]["meta"]["narrow"])


@given(st.lists(st.decimals("0.01", "90", places=2), min_size=1, max_size=9))
def test_an_axis_of_ratios_has_one_in_its_middle_and_every_value_on_it_in_order(values: list[Decimal]) -> None:
    rows = tuple(Place(str(place), str(place), str(place)) for place in range(len(values)))
    line = Line("index", "Index", 0)
    figures = {(str(place), "index"): replace(PLAIN, value=value, unit="ratio") for place, value in enumerate(values)}
    dots = replace(dots_of(figures, rows, [line], WORDS, T), is_log=True)
    axis = axis_of(dots)
    assert abs(axis.part(Decimal(1)) - 0.5) < 0.01
    assert axis.ticks[0] <= min(values) * Decimal("1.01")
    assert max(values) <= axis.ticks[-1]
    assert all(axis.part(one) <= axis.part(other) for one, other in pairwise(sorted(values)))
    assert len(axis.ticks) == len(set(axis.texts)) <= 9


def sets_of(counts: dict[str, int | None]) -> Sets:
    points = {code: Point(None, symbol="c") if count is None else Point(Decimal(count)) for code, count in counts.items()}
    rows = tuple(Members(code, code, "" if code == "none" else code, point) for code, point in points.items())
    groups = tuple(Group(letter, f"Group {letter}") for letter in "ABCD")
    made = Sets("People", "Wales", "en", "people", "Number of people", groups, in_order(rows))
    return replace(made, alt=alt(made, MOST, T))


CODES = ["none", "A", "B", "C", "D", "AB", "AC", "BD", "ABC", "ABCD"]


@given(st.dictionaries(st.sampled_from(CODES), st.none() | st.integers(5, 9000), min_size=1))
def test_a_picture_of_sets_has_a_bar_for_each_that_is_shown_and_says_how_many_are_not(counts: dict[str, int | None]) -> None:
    sets = sets_of(counts)
    values = [row.point.value for row in sets.shown]
    assert values == sorted(values, reverse=True)
    for is_small in (False, True):
        picture = tree_of(svg_of_sets(sets, T, is_small=is_small))
        titles = {title.text for title in picture.iter() if title.tag.endswith("title")}
        assert titles == {f"{code}\n{count:,}" for code, count in counts.items() if count is not None}
    hidden = sum(count is None for count in counts.values())
    assert (f"{hidden} set" in sets.alt) == bool(hidden)


def test_the_words_on_sets_add_up_only_what_is_shown() -> None:
    known = words_of_sets(sets_of({"none": 900, "A": 40, "AB": 30, "ABC": 7}), Decimal(977), T)
    assert known[0] == "37 of 977 people belong to more than one group."
    assert known[1] == "The largest overlap shown: AB, with 30 people."
    hidden: tuple[Any, ...] = words_of_sets(sets_of({"none": 900, "A": 40, "AB": 30, "ABC": None}), Decimal(977), T)
    assert hidden[0] == "At least 30 of 977 people belong to more than one group."
