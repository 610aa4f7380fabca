"""How far the verdicts and signals of an edition can be trusted, in sentences that pages and pack share."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


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
