"""What may be said of an action, and what has to be: pure, and asked by the form as by the service."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from priority_groups.plans.workflow import DONE, NOT_STARTED, NOT_TAKEN_UP, UNDER_WAY, WITH_REASON, move_between

PROMISED = frozenset({NOT_STARTED, UNDER_WAY})
BOTH = ("owner", "evidence")


def faults(before: Mapping[str, Any], after: Mapping[str, Any], why: str) -> dict[str, str]:
    """What is wrong with saying `after` where `before` was said: an untranslated sentence for each field at fault."""
    found: dict[str, str] = {}
    move = move_between(before["state"], after["state"])
    if move is None:
        found["state"] = gettext_noop("It cannot go from the state it is in to this one.")
    if after["state"] != NOT_TAKEN_UP and not after["owner_en"]:
        found["owner_en"] = gettext_noop("Name who answers for it: an organisation or a post.")
    if after["state"] in PROMISED and not after["due"]:
        found["due"] = gettext_noop("Give the day by which it is to be done.")
    if after["state"] == DONE and not (after["evidence_en"] or after["link"]):
        found["evidence_en"] = gettext_noop("Say what shows that it is done, or give a link to it.")
    for name in BOTH:
        if after[f"{name}_cy"] and not after[f"{name}_en"]:
            found[f"{name}_en"] = gettext_noop("Write it in English too.")
    if after["link"] and not after["link"].startswith("https://"):
        found["link"] = gettext_noop("Give an address that begins with https://.")
    if not why and (move in WITH_REASON or is_other_day(before, after)):
        found["why"] = gettext_noop("Say why: readers see the reason beside the change.")
    return found


def is_other_day(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a promised day is given up or becomes another."""
    return before["due"] is not None and after["due"] != before["due"]
