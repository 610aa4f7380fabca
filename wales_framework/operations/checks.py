"""What must not be: example people and example figures where the service is in production."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import Error as DatabaseError

from wales_framework.operations.examples import found


@register(Tags.database, deploy=False)
def no_examples_in_production(databases: Any = None, **kwargs: Any) -> list[Error]:
    """Asked by `manage.py migrate` and `manage.py check --database default`; web and worker ask before they start."""
    if not settings.PRODUCTION or not databases:
        return []
    try:
        there = found()
    except DatabaseError:  # nothing is migrated yet, or the database is away: then nobody is let in either
        return []
    return [Error(f"This database holds examples: {', '.join(there)}. {REMEDY}", id="operations.E001")] if there else []


REMEDY = (
    "People of the demo have a password that others know. Start production on an empty database: "
    "createdb NAME, DATABASE_URL=…/NAME, manage.py migrate."
)
