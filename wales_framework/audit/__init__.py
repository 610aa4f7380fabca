"""The audit trail: who did what, when, to what and why; and who looked at what is not for everybody."""

import re
from typing import Any

from django.db import models

# Events that change no page: what somebody looked at or took away, that they came or went, and what a verification of the trail
# found. Both sides know them by their name, Python and the index of the database.
QUIET = r"(\.(read|download|export|verify)$)|(^(session|sign_in)\.)"
READINGS = r"\.(read|download|export)$"


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


LONGEST_ADDRESS = 500


def reading(action: str, user: Any, target: models.Model | None, address: str, **detail: Any) -> None:
    """Write down that somebody is given something that is not for everybody, before they see it.

    `action` ends in .read (a page), .download (a file) or .export (a command, or the trail itself): such events change no page.
    `address`: where they asked for it, or the command; `detail`: what a file held, in rows or bytes.
    """
    if not re.search(READINGS, action):
        raise ValueError(f"{action} does not tell of a reading")
    record(action, user, target, address=address[:LONGEST_ADDRESS], **detail)
