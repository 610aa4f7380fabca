"""The demo's people: one for each role, all with one password."""

import secrets

from django.db import transaction

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


def ensure_people(password: str) -> tuple[str, bool]:
    """Make the people that are missing and return (their password, whether it is known to be right).

    A given password is set for all of them. An empty one leaves the people of an earlier run as they are, whose
    password only that run printed: then ("", False) unless all are new and get a fresh one.
    """
    with transaction.atomic():
        present = set(User.objects.filter(username__in=list(Role)).values_list("username", flat=True))
        if present and not password:
            missing = [role for role in Role if role not in present]
            if not missing:
                return "", False
        chosen = password or _fresh_password()
        for role in Role:
            _ensure(role, chosen)
    return chosen, True


def _fresh_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))


def _ensure(role: Role, password: str) -> None:
    first, last = NAMES[role]
    person, made = User.objects.get_or_create(
        username=role.value,
        defaults={"first_name": first, "last_name": last, "email": f"{role.value}@example.org", "roles": [role.value]},
    )
    if made or not person.check_password(password):
        person.set_password(password)
        person.save()
    if made:
        audit.record("person.added", None, person, why="Example people of the demo", roles=[role.value])
