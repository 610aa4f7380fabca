"""The demo's people: one for each role, all with one password."""

import secrets
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop

from wales_framework import audit
from wales_framework.access.models import User
from wales_framework.access.table import Role

NAMES = {
    Role.MEMBER: ("Mair", "Evans"),
    Role.ANALYST: ("Aled", "Pritchard"),
    Role.APPROVER: ("Angharad", "Rees"),
    Role.BOARD: ("Bethan", "Lloyd"),
    Role.ADMINISTRATOR: ("Alun", "Morgan"),
}
# Without letters and figures that are taken for each other when somebody types them from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def ensure_people(given: str, kept: Path) -> str:
    """Make the people that are missing, and return the password that was set for them.

    A `given` password is set for everybody. Without one the password is that of the file `kept`, so that a later run
    prints it again and leaves everybody as they are; when there is no such file, a fresh one is made and set.
    """
    known = kept.read_text() if kept.exists() else ""
    password = given or known or _fresh_password()
    with transaction.atomic():
        for role in Role:
            _ensure(role, password, reset=password != known)
    if password != known:
        kept.touch(mode=0o600)
        kept.write_text(password)
    return password


def _fresh_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))


def _ensure(role: Role, password: str, reset: bool) -> None:
    first, last = NAMES[role]
    person, made = User.objects.get_or_create(
        username=role.value,
        defaults={"first_name": first, "last_name": last, "email": f"{role.value}@example.org", "roles": [role.value]},
    )
    if made or reset:
        person.set_password(password)
        person.save()
    if made:
        audit.record("person.add", None, person, why=gettext_noop("Example people of the demo"), roles=[role.value])
