"""What the release found, in a pack: the signals on a page of their own, and each indicator's verdicts with their reasons."""

from collections.abc import Sequence
from typing import Any

from reporting.charts.translations import Translations
from reporting.verdicts import Verdict, counts, strongest

MOST_SIGNALS = 12
TOLD = ("improving", "worse", "changed")
WALES = "W92000004"


def summary(verdicts: Sequence[Verdict], trust: Sequence[str], t: Translations) -> dict[str, Any]:
    """How many verdicts there are of each kind, how far they can be trusted, and the strongest signals."""
    labels = {one.verdict: one for one in verdicts}
    signals = strongest(verdicts, MOST_SIGNALS)
    every = sum(one.is_signal for one in verdicts)
    more = t.ngettext(
        "%(count)d more signal is on the service's page of signals.",
        "%(count)d more signals are on the service's page of signals.",
        every - len(signals),
    )
    return {
        "title": t.gettext("What has changed"),
        "counts": [
            {"look": labels[code].look, "words": _capital(labels[code].label), "count": str(count)}
            for code, count in counts(verdicts).items()
        ],
        "trust": list(trust),
        "columns": [t.gettext("Verdict"), t.gettext("Indicator and area"), t.gettext("Why")],
        "signals": [_row(one, f"{one.title}, {one.area_name}") for one in signals],
        "more": more % {"count": every - len(signals)} if every > len(signals) else "",
    }


def of_indicator(verdicts: Sequence[Verdict], t: Translations) -> dict[str, Any]:
    """Wales always; the regions where there is one series, or where they changed: a page has no room for more."""
    divisions = {one.division for one in verdicts}
    shown = [one for one in verdicts if one.area_code == WALES or len(divisions) == 1 or one.verdict in TOLD]
    left = len(verdicts) - len(shown)
    note = t.ngettext(
        "%(count)d verdict on a region, which told no change, is on the service's pages.",
        "%(count)d verdicts on regions, which told no change, are on the service's pages.",
        left,
    )
    return {
        "columns": [t.gettext("Verdict"), t.gettext("Area"), t.gettext("Why")],
        "rows": [_row(one, one.area_name if len(divisions) == 1 else f"{one.title}, {one.area_name}") for one in shown],
        "note": note % {"count": left} if left else "",
    }


def _row(verdict: Verdict, name: str) -> dict[str, str]:
    why = " ".join(words for words in (verdict.sentence, verdict.beside) if words)
    return {"look": verdict.look, "words": _capital(verdict.label), "name": name, "why": why}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
