"""A leak in a reader's words: the number, and the sum that gives it away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import catalogue
from indicators.catalogue.labels import period_name
from indicators.catalogue.periods import Period
from indicators.releases.auditing.knowledge import knowledge
from priority_groups.content import cohort
from priority_groups.content.text import Text

Key = Sequence[str]  # quantity, cohort, area, period, breakdown, category
# Numbers that no measure tells as its own, or that several do.
NAMES: dict[str, Promise] = {
    "reoffenders_with_prediction": gettext_lazy("people with a predicted rate who reoffended"),
    "reoffenders_with_prediction_rest": gettext_lazy("people with a predicted rate who did not reoffend"),
    "answered": gettext_lazy("people assessed for the need"),
}
QUANTITY, COHORT, AREA, PERIOD, BREAKDOWN, CATEGORY = range(6)


@dataclass(frozen=True)
class Line:
    """One number of a sum. `sign`: "" or "less"; `times`: how often it is taken, where that is not once."""

    sign: str
    times: str
    words: str
    value: str


@dataclass(frozen=True)
class LeakInWords:
    """`what`: the hidden number; `found`: what can be known of it; `lines`: the sum, or none where none was worked out."""

    what: str
    found: str
    lines: list[Line]
    equals: str


def leak_in_words(leak: Mapping[str, Any]) -> LeakInWords:
    """A leak as an audit stores it, in the active language."""
    key, terms = leak["key"], leak["terms"]
    differing = [place for place in range(6) if any(term["key"][place] != key[place] for term in terms)]
    lines = [_line(term, differing) for term in terms]
    sign = "=" if leak["lowest"] == leak["highest"] else ("≤" if leak["gives"] == "highest" else "≥")
    end = leak[leak["gives"]] if leak["gives"] else None
    return LeakInWords(_of(key, range(6)), _found(leak), lines, f"{sign} {end}" if lines else "")


def _found(leak: Mapping[str, Any]) -> str:
    low, high = leak["lowest"], leak["highest"]
    if not leak["proven"]:
        return _("It was not shown that this number is safe.")
    if low == high:
        return _("It can only be %(number)s.") % {"number": low}
    if high is None:
        return _("It is at least %(lowest)s.") % {"lowest": low}
    return _("It is between %(lowest)s and %(highest)s.") % {"lowest": low, "highest": high}


def _line(term: Mapping[str, Any], differing: Sequence[int]) -> Line:
    """Of each number only what tells it from the others; of one that is not shown, what it can be at most or at least."""
    times = abs(term["times"])
    value = str(term["value"])
    if not term["shown"]:
        value = (_("hidden, at most %(end)s") if term["times"] > 0 else _("hidden, at least %(end)s")) % {"end": value}
    taken = "" if times == 1 else f"{times:g} × "
    return Line(_("less") if term["times"] < 0 else "", taken, _of(term["key"], differing or [AREA]), value)


def _of(key: Key, places: Sequence[int]) -> str:
    """The named parts of a key, in words."""
    words = []
    for place in places:
        if place == QUANTITY:
            words.append(quantity_name(key[QUANTITY]))
        elif place == COHORT:
            words.append(str(cohort(key[COHORT]).title))
        elif place == AREA:
            words.append(str(catalogue.area(key[AREA]).name))
        elif place == PERIOD:
            words.append(period_name(Period.parse(key[PERIOD])))
        elif place == CATEGORY:
            words.append(category_name(key[BREAKDOWN], key[CATEGORY]) or _("all together"))
    return ", ".join(word for word in words if word)


def category_name(breakdown: str, category: str) -> str:
    """With its breakdown: "Sex: Female"; "" for a total."""
    if not breakdown:
        return ""
    found = catalogue.breakdown(breakdown)
    return f"{found.title}: {found.category(category).label}"


def quantity_name(name: str) -> str:
    """What is counted, as the definitions of the measures say it."""
    if name in NAMES:
        return str(NAMES[name])
    if name.endswith("_rest"):
        of = knowledge().quantities[name].implied
        return _("%(all)s less %(some)s") % {"all": quantity_name(of[1]), "some": quantity_name(of[0])}
    return str(_told().get(name, name))


@cache
def _told() -> dict[str, Text | None]:
    """The words of the first measure that tells each number."""
    words: dict[str, Text | None] = {}
    for measure in catalogue.measures():
        told = knowledge().measures[measure.code]
        words.setdefault(told.numerator, measure.numerator)
        if told.denominator is not None:
            words.setdefault(told.denominator, measure.denominator)
    return words
