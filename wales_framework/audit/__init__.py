"""The audit trail: who did what, when, to what and why."""

from typing import Any

from django.db import models


def record(action: str, user: Any, target: models.Model | None = None, why: str = "", **detail: Any) -> None:
    """Write one audit event; call it inside the transaction of the change that it tells of.

    `action` is "noun.verb" (release.approve); `user` a User, or None for the system itself; `detail` JSON-ready facts,
    never a person's identifier from an extract.
    """
    from wales_framework.audit.models import Event

    Event.objects.create(
        action=action,
        user=user,
        username=getattr(user, "username", "") or "",
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_name=str(target)[:200] if target is not None else "",
        why=why,
        detail=detail,
    )
