"""Withdrawal of a published release: one approver asks, another confirms; readers get the release before as the latest."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from indicators.releases import workflow
from indicators.releases.models import Release, Withdrawal
from indicators.releases.refusals import ReleaseRefused, demand
from indicators.releases.workflow import WITHDRAWAL
from wales_framework import audit
from wales_framework.access.predicates import may_approve_release


def ask(release: Release, user: Any, reason_en: str, reason_cy: str) -> Withdrawal:
    """Ask for the withdrawal, with the reason that readers will be given. Raises PermissionDenied, ReleaseRefused."""
    demand(may_approve_release(user))
    if release.state != workflow.PUBLISHED:
        raise ReleaseRefused(gettext_noop("%(release)s is not published: discard it instead."), release=str(release))
    try:
        with transaction.atomic():
            withdrawal = Withdrawal.objects.create(release=release, reason_en=reason_en, reason_cy=reason_cy, requested_by=user)
            audit.record("withdrawal.request", user, withdrawal, reason_en)
    except IntegrityError as second:
        raise ReleaseRefused(gettext_noop("The withdrawal of this release is asked for already.")) from second
    return withdrawal


def confirm(withdrawal: Withdrawal, user: Any) -> None:
    """Withdraw the release. Raises PermissionDenied for whoever asked for it, MoveRefused where it is decided already."""
    demand(may_approve_release(user) and user.pk != withdrawal.requested_by_id)
    WITHDRAWAL.move(withdrawal, "confirm", user, why=withdrawal.reason_en, changes=_decided(user))


def drop(withdrawal: Withdrawal, user: Any, why: str = "") -> None:
    """Let the release stand; whoever asked may do that, too."""
    demand(may_approve_release(user))
    WITHDRAWAL.move(withdrawal, "drop", user, why=why, changes=_decided(user))


def confirmed() -> list[Withdrawal]:
    """Every withdrawal that took place, the newest first."""
    return list(Withdrawal.objects.filter(state=workflow.CONFIRMED).select_related("release").order_by("-decided_at"))


def _decided(user: Any) -> dict[str, object]:
    return {"decided_by": user, "decided_at": timezone.now()}
