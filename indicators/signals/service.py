"""To respond to a signal, to put a former response back, and to take one back: each a new version with its audit event."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from indicators.signals.models import SAID, SignalResponse
from indicators.signals.series import Series
from wales_framework import audit
from wales_framework.access.predicates import may_respond_to_signals
from wales_framework.refusal import Refusal


class ResponseRefused(Refusal):
    """It is not done; the message says why and what to do instead."""


def respond(user: Any, series: Series, values: Mapping[str, Any], number: int) -> SignalResponse:
    """A new version of what is said of a series; `values` by the names of SAID, `number`: of the version that was read, or 0.

    Raises PermissionDenied, and ResponseRefused where somebody was quicker.
    """
    return _add(user, series, {name: values.get(name) for name in SAID if values.get(name)}, number, "signal.respond")


def restore(user: Any, former: SignalResponse, number: int) -> SignalResponse:
    """Say again what a former version said. Raises as respond."""
    values = {name: getattr(former, name) for name in SAID}
    return _add(user, former.series, {**values, "restored_from": former.number}, number, "signal.restore")


def take_back(user: Any, series: Series, number: int) -> SignalResponse:
    """A version that says nothing; a former one can be put back. Raises as respond."""
    return _add(user, series, {}, number, "signal.take_back")


def _add(user: Any, series: Series, values: Mapping[str, Any], number: int, action: str) -> SignalResponse:
    if not may_respond_to_signals(user, series.region):
        raise PermissionDenied
    try:
        with transaction.atomic():
            latest = SignalResponse.objects.of(series).order_by("-number").first()
            if (latest.number if latest else 0) != number:
                raise _quicker()
            added = SignalResponse.objects.create(**series._asdict(), **values, number=number + 1, written_by=user)
            said = {name: getattr(added, name) for name in SAID if name != "event"}
            audit.record(action, user, added, **said, event=added.event_id, version=added.number)
    except IntegrityError as error:  # another version of the same number came between
        raise _quicker() from error
    return added


def _quicker() -> ResponseRefused:
    return ResponseRefused(gettext_noop("Somebody wrote a response meanwhile. Read it before you save yours."))
