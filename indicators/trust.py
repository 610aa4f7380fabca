"""What the verdicts of an edition say together, and how far they can be trusted, in sentences that pages and pack share."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def nothing_changed(counts: Mapping[str, int]) -> str:
    """What is said where no verdict tells a change: that nothing changed is said of what could be tested, and of nothing else.

    `counts`: how many of the series have which verdict, by its code.
    """
    tested, few, waiting = (counts.get(verdict, 0) for verdict in ("no_clear_change", "too_few", "not_ready"))
    if tested and not few and not waiting:
        return _("Nothing here changed by more than chance explains.")
    if tested:
        return ngettext(
            "Of the series here %(tested)d could be tested for a change, and it did not change by more than chance explains.",
            "Of the series here %(tested)d could be tested for a change, and none changed by more than chance explains.",
            tested,
        ) % {"tested": tested}
    if few and waiting:
        return _("None here could be tested for a change: there are too few cases to tell, or not enough figures yet.")
    if few:
        return _("None here could be tested for a change: there are too few cases to tell.")
    if waiting:
        return _("None here could be tested for a change: there are not enough figures yet.")
    return _("Nothing here was tested for a change.")


def trust(testing: Mapping[str, Any]) -> list[str]:
    """How many series were tested, how many changes and signals chance alone would give; nothing where none was tested.

    `testing`: as Edition.testing has it.
    """
    if not testing.get("tested"):
        return []
    tested, signals = testing["tested"], testing["signals"]
    found = [
        ngettext(
            "%(tested)d series could be tested for a change. If nothing had changed at all, chance would still show a change in "
            "up to %(changes)s of them.",
            "%(tested)d series could be tested for a change. If nothing had changed at all, chance would still show a change in "
            "up to %(changes)s of them.",
            tested,
        )
        % {"tested": tested, "changes": testing["changes_by_chance"]}
    ]
    if not signals:
        found.append(_("None is strong enough to be called a signal."))
        return found
    found.append(
        ngettext(
            "%(signals)d is strong enough to be called a signal; of the signals about %(chance)s at most is expected to be "
            "chance.",
            "%(signals)d are strong enough to be called signals; of these about %(chance)s at most are expected to be chance.",
            signals,
        )
        % {"signals": signals, "chance": testing["expected_by_chance"]}
    )
    return found
