"""The checklist before a release is submitted, approved or published: errors block, warnings are accepted by name.

A check is one function in one of these modules, or in another app's, which registers it with `check` when it is ready:

    from indicators.releases.checklist import check
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from indicators.releases.checklist import commentary, figures, people, sources, words
from indicators.releases.checklist.base import CHECKS, Check, Item, Level, Params, check
from indicators.releases.models import AcceptedWarning, Release
from indicators.releases.refusals import ReleaseRefused

__all__ = ["CHECKS", "Check", "Checklist", "Item", "Level", "Params", "check", "checklist", "demand_passed"]
_ = commentary, figures, people, sources, words  # the modules whose checks are registered by being read


@dataclass(frozen=True)
class Checklist:
    """What all checks found, errors first, and which warnings somebody has accepted."""

    items: tuple[Item, ...]
    accepted: dict[str, AcceptedWarning]

    @property
    def errors(self) -> list[Item]:
        return [item for item in self.items if item.level == "error"]

    @property
    def warnings(self) -> list[Item]:
        return [item for item in self.items if item.level == "warning"]

    @property
    def open_warnings(self) -> list[Item]:
        """Those that nobody has accepted as they are now."""
        return [item for item in self.warnings if item.fingerprint not in self.accepted]

    @property
    def accepted_warnings(self) -> list[tuple[Item, AcceptedWarning]]:
        return [(item, self.accepted[item.fingerprint]) for item in self.warnings if item.fingerprint in self.accepted]

    @property
    def passed(self) -> list[Check]:
        """The checks that found nothing."""
        found = {item.name for item in self.items}
        return [one for one in CHECKS.values() if one.name not in found]


def checklist(release: Release) -> Checklist:
    """Ask every check. Queries of the database only: seconds for a release of the largest size."""
    items = [item for one in CHECKS.values() for item in one(release)]
    accepted = {one.fingerprint: one for one in release.accepted_warnings.select_related("accepted_by")}
    return Checklist(tuple(sorted(items, key=lambda item: item.level != "error")), accepted)


def demand_passed(release: Release, user: Any, accepting: Collection[str] | None) -> dict[str, Any]:
    """Write down who accepts which warnings; gives what the audit event of the step tells of it.

    Raises ReleaseRefused where an error is found, or a warning that is neither accepted nor in `accepting`: the fingerprints of
    the warnings that `user` takes responsibility for, None for all there are. Call it inside the transaction of the step.
    """
    found = checklist(release)
    if found.errors:
        message = gettext_noop("%(release)s cannot go on: %(reasons)s")
        raise ReleaseRefused(message, release=str(release), reasons=" ".join(item.sentence for item in found.errors))
    fresh = [item for item in found.open_warnings if accepting is None or item.fingerprint in accepting]
    if len(fresh) < len(found.open_warnings):
        raise ReleaseRefused(gettext_noop("Read every warning of the checklist and tick it, or do what it says."))
    for item in fresh:
        AcceptedWarning.objects.create(release=release, check_name=item.name, fingerprint=item.fingerprint, accepted_by=user)
    return {"accepted_warnings": [{"check": item.name, "said": item.sentence} for item in fresh]} if fresh else {}
