"""What only a picture can get wrong: gaps, overlaps, looks that the page's policy forbids, Plotly's own rules."""

import itertools
from dataclasses import replace
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.charts import palette, scale
from reporting.charts.figures import Figure
from reporting.charts.plotly import plotly
from reporting.charts.spec import Annotation, Band, Chart, Target
from reporting.charts.svg import svg
from tests.charts.examples import T, any_figures, chart_of, figure, tree_of, women


def rich() -> Chart:
    """A chart with everything a specification can hold."""
    figures = [
        replace(one, lower=one.value - 9, upper=one.value + 9) if one.value is not None else one
        for one in women()
        if not (one.area_code == "W15000002" and one.period == "YE2020-12")
    ]
    chart = chart_of(figures, title="A & B <c>", unit_label="Women & girls")
    return replace(
        chart,
        bands=(Band("limits", tuple((Decimal(300), Decimal(600)) if place else None for place in range(len(chart.periods)))),),
        targets=(Target("Target & aim", Decimal(250)),),
        annotations=(Annotation("YE2020-12", "Courts closed <spring>"), Annotation("YE1999-12", "long ago")),
    )


def paths(picture: str, colour: str) -> list[str]:
    """The lines drawn in a colour, without its marks."""
    group = [g for g in tree_of(picture).iter() if g.tag.endswith("}g") and g.get("stroke") == colour]
    return [path.get("d", "") for path in group[0] if path.get("fill") == "none"]


def test_a_line_is_broken_at_a_gap() -> None:
    figures = [figure("W92000004", f"YE{year}-12", None if year == 2016 else "50") for year in range(2012, 2020)]
    assert len(paths(svg(chart_of(figures), T), palette.SERIES[0].colour)) == 2
    (line,) = [trace for trace in plotly(chart_of(figures), T)["data"] if trace["mode"] == "lines+markers"]
    assert line["y"][4] is None
    assert line["connectgaps"] is False


def test_nothing_leads_on_in_the_colour_of_a_line_that_ended_before() -> None:
    hidden = [figure("W92000004", f"YE{year}-12", None, "percent", "c") for year in range(2023, 2027)]
    chart = chart_of([figure("W92000004", "YE2022-12", "25.0", "percent"), *hidden])
    leaders = [one for one in tree_of(svg(chart, T)).iter() if one.tag.endswith("}line") and float(one.get("x1", 0)) > 100]
    dotted = [one for one in leaders if one.get("stroke-dasharray") == palette.LEADER_DASH]
    assert len(dotted) == 1 and {one.get("stroke") for one in leaders} & {palette.SERIES[0].colour} == set()
    layout = plotly(chart, T)["layout"]
    (name,) = [one for one in layout["annotations"] if one["text"] == "Wales" and one.get("yref") != "y2"]
    assert not name["showarrow"]
    (leader,) = layout["shapes"]
    assert (leader["x0"], leader["y0"], leader["line"]["dash"]) == (0, 25.0, "1px,4px")
    assert leader["line"]["color"] != palette.SERIES[0].colour
    assert layout["meta"]["narrow"]["shapes"] == []  # where a legend has the names


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert svg(rich(), T) == svg(rich(), T)


def test_the_picture_has_its_alternative_text_and_keeps_its_words_as_text() -> None:
    picture = tree_of(svg(rich(), T))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == rich().alt
    words = [text.text for text in picture.iter() if text.tag.endswith("}text")]
    assert "South Wales 294" in words
    assert "Women & girls" in words
    assert "Target & aim" in words
    assert "Courts closed <spring>" in words
    assert "long ago" not in words


@given(any_figures())
@settings(max_examples=25, deadline=None)
def test_nothing_that_the_content_security_policy_forbids(figures: list[Figure]) -> None:
    for element in tree_of(svg(chart_of(figures), T)).iter():
        assert not element.tag.endswith(("style", "script"))
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on") or name in ("id", "href")]


@given(any_figures())
@settings(max_examples=25, deadline=None)
def test_everything_is_drawn_within_the_picture(figures: list[Figure]) -> None:
    for element in tree_of(svg(chart_of(figures), T)).iter():
        for name, most in (
            ("x", 720),
            ("x1", 720),
            ("x2", 720),
            ("cx", 720),
            ("y", 380),
            ("y1", 380),
            ("y2", 380),
            ("cy", 380),
        ):
            if name in element.attrib:
                assert 0 <= float(element.attrib[name]) <= most


@given(any_figures())
@settings(max_examples=30, deadline=None)
def test_plotly_accepts_every_figure(figures: list[Figure]) -> None:
    drawn = plotly(chart_of(figures), T)
    go.Figure(data=drawn["data"], layout=drawn["layout"])


def test_plotly_accepts_all_that_a_chart_can_hold_and_reads_no_markup_in_it() -> None:
    drawn = plotly(rich(), T)
    figure_of = go.Figure(data=drawn["data"], layout=drawn["layout"])
    assert len(figure_of.data) == 1 + 1 + 5 + 1
    words = [annotation.text for annotation in figure_of.layout.annotations]
    assert "Courts closed &lt;spring&gt;" in words
    assert "Women &amp; girls" in words


def test_a_small_screen_gets_a_legend_instead_of_names_at_the_line_ends() -> None:
    layout = plotly(rich(), T)["layout"]
    go.Layout(layout | layout["meta"]["narrow"])
    narrow = layout["meta"]["narrow"]
    assert narrow["showlegend"]
    assert not layout["showlegend"]
    assert len(narrow["xaxis"]["tickvals"]) <= 4
    named = {annotation["text"] for annotation in layout["annotations"]} - {note["text"] for note in narrow["annotations"]}
    assert {"Wales 424", "South Wales 294"} <= named


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (["0", "623"], ["0", "200", "400", "600", "800"]),
        (["1", "3"], ["0", "1", "2", "3"]),
        (["0"], ["0", "1"]),
        (["45000"], ["0", "10,000", "20,000", "30,000", "40,000", "50,000"]),
    ],
)
def test_counts_have_whole_round_steps_from_zero(values: list[str], texts: list[str]) -> None:
    chart = chart_of([figure("W92000004", f"2023Q{place + 1}", value) for place, value in enumerate(values)])
    assert scale.tick_texts(scale.ticks(chart), chart.unit) == texts


def test_the_axis_of_rates_holds_zero_and_negative_values() -> None:
    chart = chart_of([figure("W92000004", "2023Q1", "28.0", "percent")])
    assert scale.tick_texts(scale.ticks(chart), "percent") == ["0%", "10%", "20%", "30%"]
    chart = chart_of(
        [
            figure("W92000004", "2023Q1", "-1.5", "percentage_points"),
            figure("W92000004", "2023Q2", "2.0", "percentage_points"),
        ]
    )
    assert scale.ticks(chart)[0] <= Decimal("-1.5")
    assert Decimal(0) in scale.ticks(chart)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=7))
def test_labels_never_sit_on_each_other_and_keep_their_order(wanted: list[float]) -> None:
    placed = scale.spread(wanted, 18, 0, 300)
    by_wish = [place for _, place in sorted(zip(wanted, placed, strict=True))]
    assert all(later - earlier >= 18 - 1e-6 for earlier, later in itertools.pairwise(by_wish))
    assert min(placed) >= -1e-6
    assert max(placed) <= 300 + 1e-6


def test_labels_with_room_stay_where_their_lines_end() -> None:
    assert scale.spread([200.0, 20.0, 100.0], 18, 0, 300) == [200.0, 20.0, 100.0]


@pytest.mark.parametrize("style", palette.SERIES)
def test_words_in_the_colours_of_lines_can_be_read(style: palette.Style) -> None:
    assert palette.contrast(style.text, palette.PAPER) >= 4.5
    assert palette.contrast(style.colour, palette.PAPER) >= 3


def test_no_two_lines_are_told_apart_by_colour_alone() -> None:
    looks = {(style.dash, style.marker) for style in palette.SERIES}
    assert len(looks) == len(palette.SERIES)
