"""Why a verdict is what it is, in one plain sentence for a reader of the Board."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators import catalogue
from indicators.catalogue import Period
from indicators.catalogue.labels import period_name
from indicators.statistics import Reason
from indicators.written import MINUS

QUARTER = "quarter"


class Found(Protocol):
    """What a sentence needs of a finding."""

    measure: str
    kind: str
    reason: str
    moved: int
    params: dict[str, Any]


def sentence(finding: Found) -> str:
    """The reason of a finding in the language active now; empty where its reason is not one of `Reason`."""
    tell = SENTENCES.get(finding.reason)
    return "" if tell is None else tell(finding)


def beside_the_rest(finding: Found) -> str:
    """How a region's latest proportion compares with the rest of Wales; empty where that was not worked out."""
    rest = finding.params.get("rest")
    if rest is None:
        return ""
    words = {
        "difference": _amount(abs(rest["difference"]), finding.measure, percent=""),
        "lower": _amount(rest["lower"], finding.measure, percent=""),
        "upper": _amount(rest["upper"], finding.measure, percent=""),
        "when": _when(rest["period"]),
    }
    if rest["word"] == "higher":
        text = _(
            "Higher than the rest of Wales %(when)s, by %(difference)s percentage points "
            "(95%% interval of the difference: %(lower)s to %(upper)s)."
        )
    elif rest["word"] == "lower":
        text = _(
            "Lower than the rest of Wales %(when)s, by %(difference)s percentage points "
            "(95%% interval of the difference: %(lower)s to %(upper)s)."
        )
    else:
        text = _(
            "No clear difference from the rest of Wales %(when)s (95%% interval of the difference: "
            "%(lower)s to %(upper)s percentage points)."
        )
    return text % words


def _trend(finding: Found) -> str:
    words = _words(finding)
    steps = finding.params["last_value"] - finding.params["first_value"]
    if finding.moved * steps <= 0:  # the ends alone do not show it
        words["over"] = _over(finding, _("over the last %(points)d years")) % words
        if finding.moved > 0:
            return _("Rising %(over)s by more than chance explains: %(last)s %(in_last)s.") % words
        return _("Falling %(over)s by more than chance explains: %(last)s %(in_last)s.") % words
    words["over"] = _over(finding, _("over these %(points)d years")) % words
    if finding.moved > 0:
        return _("Up from %(first)s %(in_first)s to %(last)s %(in_last)s: %(over)s more than chance explains.") % words
    return _("Down from %(first)s %(in_first)s to %(last)s %(in_last)s: %(over)s more than chance explains.") % words


def _over(finding: Found, every_year: str) -> str:
    """The years that a trend is of: `every_year` where each of them is shown and is one figure."""
    if _of_whole_years(finding):
        return _("over the last %(points)d years of which all four quarters are shown")
    if finding.kind == QUARTER:
        return _("over the last %(points)d years in which this quarter is shown")
    return _("over the last %(points)d years that are shown") if _has_gaps(finding) else every_year


def _latest(finding: Found) -> str:
    words = _words(finding)
    earlier = finding.params["points"] - 1
    if "before_value" not in finding.params and _has_gaps(finding):
        if finding.moved > 0:
            return _("The latest year is higher than the earlier ones that are shown by more than chance explains.")
        return _("The latest year is lower than the earlier ones that are shown by more than chance explains.")
    if "before_value" not in finding.params:
        if finding.moved > 0:
            return _("The latest year is higher than those before it by more than chance explains.")
        return _("The latest year is lower than those before it by more than chance explains.")
    words |= {"before": _amount(finding.params["before_value"], finding.measure), "years": earlier}
    if finding.kind == QUARTER and finding.moved > 0:
        text = _(
            "%(last)s %(in_last)s: higher than %(before)s, the average of this quarter in %(years)d earlier years, "
            "by more than chance explains."
        )
    elif finding.kind == QUARTER:
        text = _(
            "%(last)s %(in_last)s: lower than %(before)s, the average of this quarter in %(years)d earlier years, "
            "by more than chance explains."
        )
    elif _has_gaps(finding) and finding.moved > 0:
        text = _(
            "%(last)s %(in_last)s: higher than %(before)s, the average of %(years)d earlier years that are shown, "
            "by more than chance explains."
        )
    elif _has_gaps(finding):
        text = _(
            "%(last)s %(in_last)s: lower than %(before)s, the average of %(years)d earlier years that are shown, "
            "by more than chance explains."
        )
    elif finding.moved > 0:
        text = _(
            "%(last)s %(in_last)s: higher than %(before)s, the average of the %(years)d years before it, "
            "by more than chance explains."
        )
    else:
        text = _(
            "%(last)s %(in_last)s: lower than %(before)s, the average of the %(years)d years before it, "
            "by more than chance explains."
        )
    return text % words


def _has_gaps(finding: Found) -> bool:
    """Whether years between the first and the last that were compared are not shown, so that those before the last are others."""
    first, last = (Period.parse(finding.params[name]) for name in ("first", "last"))
    return bool(last.year - first.year >= finding.params["points"])


def _of_whole_years(finding: Found) -> bool:
    """Whether what is compared are sums of four quarters, and not the same quarter of each year, nor years."""
    return finding.kind == QUARTER and catalogue.measure(finding.measure).additive_over_quarters


def _chance(finding: Found) -> str:
    words = _words(finding)
    if "detectable" not in finding.params:
        return _("%(first)s %(in_first)s and %(last)s %(in_last)s: chance alone could explain the difference.") % words
    text = _(
        "%(first)s %(in_first)s and %(last)s %(in_last)s: chance alone could explain the difference. "
        "As much as these figures vary from year to year, only a steady change by about %(detectable)d%% of the level or more "
        "would have stood out."
    )
    return text % words


def _few_people(finding: Found) -> str:
    people = int(finding.params["people"] or 0)
    text = ngettext(
        "The latest figure rests on %(people)d case; with fewer than %(fewest)d nothing reliable can be said.",
        "The latest figure rests on %(people)d cases; with fewer than %(fewest)d nothing reliable can be said.",
        people,
    )
    return text % {"people": people, "fewest": finding.params["fewest"]}


def _coarse(finding: Found) -> str:
    if "detectable" not in finding.params:
        return _("There are so few cases that no change could stand out from chance.")
    text = _(
        "With so few cases, even if the figures vary by no more than chance, only a change by about %(detectable)d%% or more "
        "could stand out; a verdict has to see a change by %(coarsest)d%%."
    )
    return text % finding.params


def _hidden(finding: Found) -> str:
    return _(
        "Figures that a verdict needs are not shown, because they are about few people or would give such figures away. "
        "A verdict uses nothing that is not shown."
    )


def _not_mature(finding: Found) -> str:
    text = _so_far(finding)
    if ready := finding.params.get("ready"):
        text += " " + _("The next figure is due in this quarter: %(quarter)s.") % {"quarter": period_name(Period.parse(ready))}
    return text


def _so_far(finding: Found) -> str:
    """How many years there are that a verdict can be worked out from. One that is hidden is no such year."""
    points = finding.params["points"]
    so_far = (
        ngettext("so far there is %(points)d", "so far there are %(points)d", points) if points else _("so far there is none")
    )
    if _of_whole_years(finding):
        text = _("A verdict needs %(needed)d years of which all four quarters are shown; %(so_far)s.")
    elif finding.kind == QUARTER:
        text = _("A verdict needs %(needed)d years in which the same quarter is shown; %(so_far)s.")
    else:
        text = _("A verdict needs %(needed)d years whose figures are shown; %(so_far)s.")
    return text % {"needed": finding.params["needed"], "so_far": so_far % {"points": points}}


def _new_level(finding: Found) -> str:
    began = _("Something changed what the figures mean, and a new level began: only what came after it counts.")
    return f"{began} {_so_far(finding)}"


SENTENCES: Mapping[str, Callable[[Found], str]] = {
    Reason.TREND: _trend,
    Reason.LATEST: _latest,
    Reason.CHANCE: _chance,
    Reason.FEW_PEOPLE: _few_people,
    Reason.COARSE: _coarse,
    Reason.HIDDEN: _hidden,
    Reason.NOT_MATURE: _not_mature,
    Reason.SHORT: _so_far,
    Reason.NEW_LEVEL: _new_level,
}


def _words(finding: Found) -> dict[str, Any]:
    """The parts of a sentence that are numbers and periods."""
    params = finding.params
    return {
        "points": params["points"],
        "first": _amount(params["first_value"], finding.measure),
        "in_first": _when(params["first"]),
        "last": _amount(params["last_value"], finding.measure),
        "in_last": _when(params["last"]),
        "detectable": params.get("detectable"),
    }


def _amount(value: float, measure: str, percent: str = "%") -> str:
    """A value at the measure's published precision, as it stands in tables: 1,234 or 28.0%."""
    found = catalogue.measure(measure)
    text = f"{Decimal(str(value)):,.{found.decimals}f}".replace("-", MINUS)
    return f"{text}{percent}" if found.unit == "percent" else text


def _when(code: str) -> str:
    """A period inside a sentence."""
    return _when_in(code, get_language())


@lru_cache(maxsize=1024)
def _when_in(code: str, language: str | None) -> str:
    """In the active language, which is given to tell one from another. Whole phrases, one a quarter, because Welsh changes the
    words after "in"."""
    period = Period.parse(code)
    if period.kind == QUARTER:
        names = {
            1: _("in January to March %(year)d"),
            2: _("in April to June %(year)d"),
            3: _("in July to September %(year)d"),
            4: _("in October to December %(year)d"),
        }
    else:
        names = {
            1: _("in the year ending March %(year)d"),
            2: _("in the year ending June %(year)d"),
            3: _("in the year ending September %(year)d"),
            4: _("in the year ending December %(year)d"),
        }
    return names[period.quarter] % {"year": period.year}


def before_and_now(finding: Found) -> tuple[str, str, str, str] | None:
    """What a change is told by: the value before and when that was, the latest value and when; None where nothing changed."""
    params = finding.params
    if finding.reason not in (Reason.TREND, Reason.LATEST):
        return None
    words = _words(finding)
    if finding.reason == Reason.LATEST:
        if "before_value" not in params:
            return None  # years are compared, and the values are those of quarters
        when = _on_average(finding)
        before = _amount(params["before_value"], finding.measure), when
    else:
        before = words["first"], words["in_first"]
    return *before, words["last"], words["in_last"]


def _on_average(finding: Found) -> str:
    if finding.kind == QUARTER:
        return _("on average in this quarter of earlier years")
    return _("on average in earlier years that are shown") if _has_gaps(finding) else _("on average in the years before")
