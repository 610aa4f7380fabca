"""Page, paper, table and words show the same figures, whatever the figures are."""

import json
import re
from html import unescape

from hypothesis import given, settings

from reporting.charts.figures import Figure
from reporting.charts.format import number
from reporting.charts.plotly import plotly
from reporting.charts.svg import svg
from reporting.charts.table import table
from reporting.charts.words import sentences
from tests.charts.examples import T, any_figures, chart_of, figure, tree_of

NUMBER = re.compile(r"\N{MINUS SIGN}?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?")


def table_of(figures: list[Figure]) -> dict[tuple[str, str], str]:
    """What the table says: (area, period) -> the cell."""
    chart = chart_of(figures)
    shown = table(chart, T)
    names = [series.name for series in chart.series]
    return {
        (name, row.code): cell.written for row in shown.rows for name, cell in zip(names, row.cells[: len(names)], strict=True)
    }


def plotly_of(figures: list[Figure]) -> dict[tuple[str, str], str]:
    """What hovering says, and for a gap its symbol in the row under the plot."""
    chart = chart_of(figures)
    drawn: dict[tuple[str, str], str] = {}
    for trace in plotly(chart, T)["data"]:
        if trace["mode"] == "lines+markers":
            for place, (value, words) in enumerate(zip(trace["y"], trace["text"], strict=True)):
                if value is not None:
                    drawn[unescape(trace["name"]), chart.periods[place].code] = words.split("<br>")[1]
        if trace["mode"] == "text":
            for place, words in zip(trace["x"], trace["text"], strict=True):
                drawn[unescape(trace["name"]), chart.periods[place].code] = words
    return drawn


def svg_of(figures: list[Figure]) -> dict[tuple[str, str], str]:
    """What the titles of marks and of symbols in the static picture say."""
    chart = chart_of(figures)
    codes = {f"{series.name}, {period.inline}": (series.name, period.code) for series in chart.series for period in chart.periods}
    titles = [title.text or "" for title in tree_of(svg(chart, T)).iter() if title.tag.endswith("title")]
    return {codes[title.split("\n")[0]]: title.split("\n")[1] for title in titles}


@given(any_figures())
@settings(max_examples=50, deadline=None)
def test_every_renderer_shows_the_same_figures_and_symbols(figures: list[Figure]) -> None:
    in_table = table_of(figures)
    assert plotly_of(figures) == svg_of(figures)
    drawn = svg_of(figures)
    assert {place: in_table[place] for place in drawn} == drawn
    # What is only in the table lies outside the reach of its line, where there is nothing to draw.
    assert {in_table[place] for place in in_table.keys() - drawn.keys()} <= {"[x]"}


@given(any_figures())
@settings(max_examples=50, deadline=None)
def test_each_figure_given_is_written_as_it_was_published(figures: list[Figure]) -> None:
    in_table = table_of(figures)
    for given_figure in figures:
        text = in_table[given_figure.area_name, given_figure.period]
        if given_figure.symbol and given_figure.symbol in "cxzu":
            assert text == f"[{given_figure.symbol}]"
        else:
            shown = text.split(" ")[0].rstrip("%").replace(",", "").replace("\N{MINUS SIGN}", "-")
            assert given_figure.value is not None
            assert float(shown) == float(given_figure.value)


@given(any_figures())
@settings(max_examples=50, deadline=None)
def test_words_name_only_figures_of_the_table_and_their_differences(figures: list[Figure]) -> None:
    chart = chart_of(figures)
    values = [point.value for series in chart.series for point in series.points if point.value is not None]
    sign = "%" if chart.unit == "percent" else ""
    allowed = {number(value, chart.decimals) + sign for value in values}
    allowed |= {number(abs(one - other), chart.decimals) for one in values for other in values}
    gaps = sum(1 for series in chart.series for point in series.points if point.value is None and point.symbol)
    text = " ".join(sentences(chart, T))
    for period in chart.periods:
        text = text.replace(period.inline, "")
    text = text.replace(f"{gaps} figure", "")
    assert set(NUMBER.findall(text)) <= allowed


@given(any_figures())
@settings(max_examples=50, deadline=None)
def test_a_suppressed_value_is_nowhere(figures: list[Figure]) -> None:
    chart = chart_of(figures)
    everything = json.dumps(plotly(chart, T)) + svg(chart, T) + repr(table(chart, T)) + " ".join(sentences(chart, T)) + chart.alt
    secrets = [str(figure.value) for figure in figures if figure.symbol and figure.symbol in "cxzu"]
    assert not [secret for secret in secrets if secret in everything.replace(",", "")]


def test_the_secrets_of_the_property_would_be_found_if_they_were_shown() -> None:
    chart = chart_of([figure("W92000004", "YE2018-12", "7123456")])
    assert "7123456" in json.dumps(plotly(chart, T)).replace(",", "")
    assert "7123456" in svg(chart, T).replace(",", "")
    assert "7123456" in repr(table(chart, T)).replace(",", "")
    assert "7123456" in sentences(chart, T)[0].replace(",", "")
