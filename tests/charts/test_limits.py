"""An XmR chart: page, paper, table and words hold its figures against the same limits, and never draw what is hidden."""

import json
from dataclasses import replace
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from reporting.charts.limits import Process, levels, with_limits
from reporting.charts.plotly import plotly
from reporting.charts.spec import Annotation, Chart
from reporting.charts.svg import svg
from reporting.charts.table import table
from reporting.charts.words import alt, marks, sentences
from tests.charts.examples import T, chart_of, figure, tree_of

CODES = [f"{year}Q{quarter}" for year in (2019, 2020, 2021, 2022) for quarter in (1, 2, 3, 4)]
# A gap, a level of its own from the ninth, and a point outside its limits.
VALUES = ["50", "52", "48", None, "51", "49", "50", "52", "70", "72", "71", "69", "95", "70", "72", "71"]
FIRST, SECOND = (50.2857, 43.6357, 56.9357), (70.7143, 66.4583, 74.9703)


def process(**changes: object) -> Process:
    lines = [(None,) * 3 if value is None else FIRST if place < 8 else SECOND for place, value in enumerate(VALUES)]
    stored: dict[str, object] = {
        "periods": CODES,
        "values": [None if value is None else float(value) for value in VALUES],
        "centre": [line[0] for line in lines],
        "lower": [line[1] for line in lines],
        "upper": [line[2] for line in lines],
        "rule": ["outside" if value == "95" else "" for value in VALUES],
        "side": [1 if value == "95" else 0 for value in VALUES],
        "points": [0 if value is None else 7 if place < 8 else 8 for place, value in enumerate(VALUES)],
    }
    found = Process.from_json(stored | changes)
    assert found is not None
    return found


def plain() -> Chart:
    return chart_of(
        [figure("W15000004", code, value, symbol="" if value else "c") for code, value in zip(CODES, VALUES, strict=True)]
    )


def chart() -> Chart:
    return with_limits(plain(), process(), trial_below=12)


def test_levels_are_two_and_a_hidden_figure_breaks_none() -> None:
    found = levels(chart())
    assert [(level.first, level.last) for level in found] == [(0, 7), (8, 15)]
    assert [level.limit.centre for level in found] == [Decimal("50.3"), Decimal("70.7")]


def test_limits_from_few_figures_are_trial_limits() -> None:
    assert all(level.limit.is_trial for level in levels(chart()))
    assert not any(level.limit.is_trial for level in levels(with_limits(plain(), process(), trial_below=7)))
    assert "Trial limits" in marks(chart(), T)
    assert "(trial)" in table(chart(), T).rows[0].cells[2].text


def test_limits_of_other_figures_are_not_drawn() -> None:
    others = process(values=[60.0 if value else None for value in VALUES])
    assert with_limits(plain(), others, 12) == plain()
    shown_there = process(values=[float(value or 3) for value in VALUES])
    assert with_limits(plain(), shown_there, 12) == plain()


def test_a_stretch_of_the_series_keeps_the_limits_of_the_whole() -> None:
    few = chart_of([figure("W15000004", code, value) for code, value in zip(CODES[9:], VALUES[9:], strict=True)])
    (level,) = levels(with_limits(few, process(), 12))
    assert (level.first, level.last, level.limit.upper) == (0, 6, Decimal("75.0"))


def test_what_cannot_be_under_nothing_has_no_limit_there() -> None:
    low = process(lower=[None if value is None else -4.2 for value in VALUES])
    assert {limit.lower for limit in with_limits(plain(), low, 12).limits if limit} == {Decimal("0.0")}


def test_the_table_says_average_limits_and_what_stands_out() -> None:
    shown = table(chart(), T)
    assert shown.columns[1:] == ("Average", "Limits", "What stands out")
    assert [cell.written for cell in shown.rows[12].cells] == ["95", "70.7", "66.5 to 75.0 (trial)", "above the limits"]
    assert [cell.written for cell in shown.rows[3].cells] == ["[c]", "", "", ""]


def test_both_pictures_ring_the_same_points_and_draw_the_same_levels() -> None:
    drawn = plotly(chart(), T)
    go.Figure(data=drawn["data"], layout=drawn["layout"])
    rings = next(trace for trace in drawn["data"] if trace["name"] == "Stands out")
    assert (rings["x"], rings["y"], rings["text"]) == ([12], [95.0], ["above the limits"])
    average = next(trace for trace in drawn["data"] if trace["name"] == "Average")
    assert average["x"] == [-0.5, 7.5, None, 7.5, 15.5, None]
    assert average["y"] == [50.3, 50.3, None, 70.7, 70.7, None]
    picture = tree_of(svg(chart(), T))
    circles = [one for one in picture.iter() if one.tag.endswith("circle") and one.get("fill") == "none"]
    assert len(circles) == 1
    assert len([one for one in picture.iter() if one.tag.endswith("rect")]) == 2
    said = [title.text or "" for title in picture.iter() if title.tag.endswith("title")]
    assert [text for text in said if "above the limits" in text] == ["Dyfed-Powys, January to March 2022\n95\nabove the limits"]
    words = {text.text for text in picture.iter() if text.tag.endswith("text")}
    assert {"Average 70.7", "Upper trial limit 75.0", "Lower trial limit 66.5"} <= words


def test_a_hidden_figure_is_a_gap_in_line_and_ring_and_nothing_is_drawn_through_it() -> None:
    line = next(trace for trace in plotly(chart(), T)["data"] if trace["mode"] == "lines+markers")
    assert line["y"][3] is None
    assert line["connectgaps"] is False
    assert "[c]" in svg(chart(), T)


@pytest.mark.parametrize("told", [lambda one: " ".join(sentences(one, T)), lambda one: alt(one, T)])
def test_sentences_and_alternative_text_say_level_and_what_stands_out(told: object) -> None:
    text = told(chart())  # type: ignore[operator]
    assert "Since January to March 2021 the average is 70.7 and the limits are 66.5 to 75.0." in text
    assert "What stands out: January to March 2022 (above the limits)." in text


def test_a_tested_chart_does_not_say_that_it_was_not_tested() -> None:
    said = "Whether the changes are more than chance is not tested in this edition."
    assert said in sentences(plain(), T)
    assert said not in sentences(replace(plain(), is_tested=True), T)


def test_an_event_is_marked_by_a_letter_and_told_in_words() -> None:
    words = "A. 1 January 2021: Counting <changed>. A new level begins."
    told = replace(chart(), annotations=(Annotation("2021Q1", "A", words),))
    assert ">A</text>" in svg(told, T)
    assert "A" in [one["text"] for one in plotly(told, T)["layout"]["annotations"]]
    assert words in table(told, T).notes
    assert "Counting <changed>" in " ".join(sentences(told, T))
    assert "<changed>" not in json.dumps(plotly(told, T))


@pytest.mark.parametrize("stored", [{}, {"periods": []}, {"periods": ["2019Q1"], "values": [1.0]}, {"periods": CODES}])
def test_a_series_without_limits_gives_none(stored: dict[str, object]) -> None:
    assert Process.from_json(stored) is None


def test_limits_need_a_chart_of_one_line() -> None:
    several = chart_of([figure("W92000004", "2019Q1", "5"), figure("W15000001", "2019Q1", "3")])
    assert with_limits(several, process(), 12) == several
    with pytest.raises(ValueError, match="one line"):
        replace(several, limits=(None,))
