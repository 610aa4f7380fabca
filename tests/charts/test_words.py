from gettext import NullTranslations

from reporting.charts.figures import Figure
from reporting.charts.plotly import plotly
from reporting.charts.svg import svg
from reporting.charts.table import table
from reporting.charts.words import alt, sentences, shading
from tests.charts.examples import T, chart_of, figure, tree_of, women


def test_the_words_of_women_starting_immediate_custody() -> None:
    assert sentences(chart_of(women()), T) == (
        "The latest figure for Wales is 424, for the year ending December 2024.",
        "That is 48 more than in the year ending December 2023 (376), and 161 fewer than in the year ending December 2018 "
        "(585), the first shown.",
        "The highest figure shown for Wales is 585 (the year ending December 2018) and the lowest 318 (the year ending December "
        "2022).",
        "For the year ending December 2024 the highest figure of the areas is that of South Wales (294), the lowest that of "
        "Dyfed-Powys (10). "
        "These are numbers, not rates, and the areas differ in population.",
        "Whether the changes are more than chance is not tested in this edition.",
    )


def test_a_change_of_a_percentage_is_in_percentage_points() -> None:
    figures = [figure("K04000001", "YE2018-03", "29.2", "percent"), figure("K04000001", "YE2019-03", "28.0", "percent")]
    assert sentences(chart_of(figures), T)[1] == "That is 1.2 percentage points lower than in the year ending March 2018 (29.2%)."


def test_a_change_of_a_ratio_is_higher_or_lower_not_more_or_fewer() -> None:
    figures = [figure("K04000001", "YE2018-03", "3.90", "ratio"), figure("K04000001", "YE2019-03", "3.98", "ratio")]
    assert sentences(chart_of(figures), T)[1] == "That is 0.08 higher than in the year ending March 2018 (3.90)."


def test_no_change_is_said_plainly_and_extremes_that_do_not_exist_are_not() -> None:
    figures = [figure("W92000004", f"YE{year}-03", "5") for year in (2018, 2019, 2020)]
    assert sentences(chart_of(figures), T)[1:-1] == (
        "That is the same as in the year ending March 2019, and the same as in the year ending March 2018, the first shown.",
    )


def test_all_periods_that_share_the_extreme_are_named() -> None:
    figures = [figure("W92000004", f"YE{year}-03", value) for year, value in ((2018, "7"), (2019, "5"), (2020, "7"))]
    words = "The highest figure shown is 7 (the year ending March 2018 and the year ending March 2020) and the lowest 5"
    assert sentences(chart_of(figures), T)[2].startswith(words)


def test_the_extremes_of_one_line_are_not_called_those_of_a_chart_with_several() -> None:
    wales = [
        figure("W92000004", f"YE{year}-06", value, "ratio") for year, value in ((2017, "4.81"), (2018, "5.0"), (2019, "6.41"))
    ]
    north = [
        figure("W15000001", f"YE{year}-06", value, "ratio") for year, value in ((2017, "2.50"), (2018, "5.1"), (2019, "6.80"))
    ]
    alone, together = sentences(chart_of(wales), T)[2], sentences(chart_of([*wales, *north]), T)[2]
    assert alone.startswith("The highest figure shown is 6.41 (the year ending June 2019) and the lowest 4.81 ")
    assert together.startswith("The highest figure shown for Wales is 6.41 (the year ending June 2019) and the lowest 4.81 ")
    assert sentences(chart_of(north), T)[2].startswith("The highest figure shown is 6.80 ")


def of_regions(*values: str | None) -> list[Figure]:
    """A year of as many regions, the suppressed ones None."""
    areas = ("W15000001", "W15000002", "W15000003", "W15000004")
    return [figure(area, "YE2026-06", value, symbol="" if value else "c") for area, value in zip(areas, values, strict=False)]


def test_where_a_region_is_hidden_the_highest_is_that_of_those_that_are_shown() -> None:
    shown, gone = chart_of(of_regions("11", "11", "20", "6")), chart_of(of_regions("11", "11", "20"))
    hidden = chart_of(of_regions("11", "11", None, "6"))
    assert sentences(shown, T)[1].startswith(
        "For the year ending June 2026 the highest figure of the areas is that of South Wales (20), "
        "the lowest that of Dyfed-Powys (6). "
    )
    assert sentences(hidden, T)[1].startswith(
        "For the year ending June 2026 the highest figure of the areas that are shown is that of North Wales and Gwent (11), "
        "the lowest that of Dyfed-Powys (6). "
    )
    assert sentences(gone, T)[1].startswith("For the year ending June 2026 the highest figure of the areas that are shown is ")


def test_gaps_are_counted_and_states_are_said() -> None:
    figures = [figure("W92000004", "2023Q1", "8"), figure("W92000004", "2023Q2", None, symbol="c")]
    assert "1 figure is not shown; its symbol in the table says why." in sentences(chart_of(figures), T)
    provisional = sentences(chart_of([figure("W92000004", "2023Q1", "8", symbol="p")]), T)
    assert provisional == ("The latest figure for Wales is 8, for January to March 2023; it is provisional.",)
    revised = sentences(chart_of([figure("W92000004", "2023Q1", "8", symbol="r")]), T)
    assert revised == ("The latest figure for Wales is 8, for January to March 2023; it has been revised.",)


def test_where_nothing_can_be_shown_the_words_say_so() -> None:
    chart = chart_of([figure("W92000004", "2023Q1", None, symbol="c")])
    assert sentences(chart, T) == ("No figure can be shown for this period.",)
    assert "No figure can be shown" in alt(chart, T)


def test_a_shaded_band_is_explained_where_there_is_one() -> None:
    ends = {"lower": "20", "upper": "30"}
    region, wales = (figure(area, "2023Q1", "25", **ends) for area in ("W15000001", "W92000004"))
    assert shading(chart_of([region, wales]), T) == "The shaded band around Wales is its confidence interval (95%)."
    assert shading(chart_of([region]), T) == "The shaded band around North Wales is its confidence interval (95%)."
    assert shading(chart_of([region, figure("W15000002", "2023Q1", "25", **ends)]), T) == ""
    assert shading(chart_of(women()), T) == ""


def test_the_text_in_place_of_the_picture_says_what_it_is() -> None:
    assert alt(chart_of(women()), T) == (
        "Line chart with 5 lines, Wales, North Wales, Gwent, South Wales and Dyfed-Powys: Women starting immediate custody, "
        "from the year ending December 2018 to the year ending December 2024. The latest figure for Wales is 424, for the "
        "year ending December 2024. The same figures are in the table."
    )


class Marked(NullTranslations):
    """A language in which every message stands in marks: what has none was not sent through the catalogue."""

    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"‹{msgid1 if n == 1 else msgid2}›"


def test_every_word_goes_through_the_catalogue() -> None:
    marked = Marked()
    figures = [*women(), figure("K04000001", "YE2020-12", None, symbol="c")]
    chart = chart_of(figures, t=marked, title="‹title›", unit_label="‹unit›")
    names = {series.name for series in chart.series}
    assert all(sentence.startswith("‹") for sentence in sentences(chart, marked))
    shown = table(chart, marked)
    words = [shown.caption, shown.corner, *(row.label for row in shown.rows)]
    picture = tree_of(svg(chart, marked))
    words += [line for element in picture.iter() if element.text for line in element.text.split("\n")]
    words += [line for trace in plotly(chart, marked)["data"] for line in "<br>".join(trace["text"]).split("<br>")]
    bare = {word for word in words if "‹" not in word}
    spoken = {word for word in bare if any(letter.isalpha() for letter in word)}
    assert not {word for word in spoken if word.strip("[]") != "c" and not any(word.startswith(name) for name in names)}
