"""The pages of a region: its verdicts beside the rest of Wales, and its latest figures."""

from collections.abc import Iterator, Sequence
from typing import Any

from reporting.charts.translations import Translations
from reporting.packs.latest import chart_of, highest_part, latest
from reporting.packs.parts import GroupPart, RegionPart, Shown
from reporting.packs.verdicts import APART, TOLD, apart_row, counted, mark_of, marks_of, name_of
from reporting.packs.words import capital
from reporting.verdicts import Verdict

MOST_TOLD = 5


def region_pages(region: RegionPart, t: Translations) -> dict[str, Any]:
    """What stands out there, and a row for each indicator and kind of people."""
    told = _standing_out(region.verdicts)
    left = len(told) - MOST_TOLD
    more = t.ngettext(
        "%(count)d more is on the service's page of the region.", "%(count)d more are on the service's page of the region.", left
    )
    alike = t.gettext("No rate here differs clearly from the rest of Wales, or none could be held against it.")
    return {
        "label": t.gettext("Region"),
        "title": region.name,
        "counts": counted(region.verdicts),
        "told-title": t.gettext("What stands out"),
        "told": [_told(one, t) for one in told[:MOST_TOLD]],
        "more": more % {"count": left} if left > 0 else "",
        "none": " ".join(words for words in (region.nothing, alike) if words),
        "columns": [
            t.gettext("Indicator"),
            t.gettext("Latest figure"),
            t.gettext("Verdict"),
            t.gettext("Beside the rest of Wales"),
        ],
        "groups": [
            {"title": f"{group.code}. {group.short_title or group.title}", "rows": list(_rows(group, region, t))}
            for group in region.groups
            if group.shown
        ],
        "note": t.gettext(
            "Only rates are compared with the rest of Wales, that is Wales without the region; numbers are not, because areas "
            "differ in population."
        ),
    }


def _standing_out(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Signals first, then what changed, then what differs from the rest of Wales."""
    changed = [one for one in verdicts if one.verdict in TOLD]
    apart = [one for one in verdicts if one.verdict not in TOLD and one.beside_is in APART]
    return [*sorted(changed, key=lambda one: (not one.is_signal, one.rank or 0)), *apart]


def _told(verdict: Verdict, t: Translations) -> dict[str, str]:
    if verdict.verdict in TOLD:
        return {**mark_of(verdict), "name": verdict.title, "why": verdict.sentence}
    return apart_row(verdict, verdict.title, t)


def _rows(group: GroupPart, region: RegionPart, t: Translations) -> Iterator[dict[str, Any]]:
    for one in group.shown:
        mine = [verdict for verdict in one.verdicts if verdict.area_code == region.code]
        for cohort in one.cohorts:
            found = [verdict for verdict in mine if verdict.cohort == cohort]
            yield {
                "name": name_of(one, cohort, with_people=len(one.cohorts) > 1),
                "latest": _latest(one, cohort, region.code, found),
                "marks": marks_of(found),
                "beside": _beside(found, t),
            }


def _latest(shown: Shown, cohort: str, area: str, verdicts: Sequence[Verdict]) -> str:
    """The latest figure with its period; of several parts the highest, with its name."""
    chart = chart_of(shown, cohort, verdicts)
    if chart is None:
        return highest_part(shown, cohort, area)
    text, period = latest(chart, area)
    return f"{text} ({period})" if text else ""


def _beside(found: Sequence[Verdict], t: Translations) -> str:
    words = {"higher": t.gettext("higher"), "lower": t.gettext("lower"), "similar": t.gettext("no clear difference")}
    told = [one.beside_is for one in found if one.beside_is in words]
    if not told:
        return t.gettext("not compared")
    if len(found) == 1:
        return capital(words[told[0]])
    return "; ".join(f"{told.count(code)} {text}" for code, text in words.items() if code in told)
