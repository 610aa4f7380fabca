"""Whether a database holds what `make demo` put there. It follows the data, whatever the settings say."""

import time

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from wales_framework.audit.models import Event

# What the audit trail says of the demo's people (wales_framework.demo.people), which nobody can change or remove.
PEOPLE = "Example people of the demo"


def found() -> list[str]:
    """What is there, in words; nothing where there is nothing of the demo."""
    people = Event.objects.filter(action="person.add", why=PEOPLE).values_list("target_name", flat=True)
    return [f"example people ({', '.join(sorted(people))})"] if people else []


def refuse_in_production() -> None:
    """Raises ImproperlyConfigured where a process of production is about to serve a demo's database."""
    if not settings.PRODUCTION:
        return
    try:
        there = found()
    except Error:  # away, or not migrated: /health/ready says so
        return
    if there:
        from wales_framework.operations.checks import REMEDY

        raise ImproperlyConfigured(f"This database holds {', '.join(there)}. {REMEDY}")


LOOK_AGAIN = 3600.0  # seconds; what is found once is there for good, since nobody removes an audit event
_looked: dict[str, tuple[float, bool]] = {}


def is_demonstration() -> bool:
    """Whether what this process serves is a demonstration: told by its database, or by DEMO=1 before anything is in it."""
    if settings.DEMO:
        return True
    name = str(connection.settings_dict["NAME"])
    at, known = _looked.get(name, (0.0, False))
    if not known and (not at or time.monotonic() - at > LOOK_AGAIN):
        at, known = time.monotonic(), bool(found())
        _looked[name] = at, known
    return known
