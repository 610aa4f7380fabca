"""manage.py approve_roles [NUMBER …]: what waits for a second administrator, for a service that has only one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wales_framework.access import accounts, inviting, people, regions
from wales_framework.access.models import AccountChange, Asked, AskedRoles, Invitation, RoleChange
from wales_framework.access.workflow import REQUESTED
from wales_framework.workflow import MoveRefused

KINDS: dict[str, Any] = {
    "roles": (RoleChange, people.approve),
    "account": (AccountChange, accounts.approve),
    "invitation": (Invitation, inviting.approve),
}


class Command(BaseCommand):
    help = "List what waits for a second administrator; approve what is named after it (roles:3 account:2 invitation:7)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("asked", nargs="*", help="such as roles:3, account:2 or invitation:7, as the list says")

    def handle(self, *args: Any, **options: Any) -> None:
        for named in options["asked"]:
            kind, _, number = named.partition(":")
            if kind not in KINDS or not number.isdigit():
                raise CommandError(f"{named}: name it as the list does, such as roles:3.")
            model, approve = KINDS[kind]
            asked = model.objects.filter(pk=int(number)).first()
            if asked is None:
                raise CommandError(f"{named}: there is none of this number.")
            try:
                approve(None, asked)
            except MoveRefused as refused:
                raise CommandError(f"{named}: somebody has decided on it already.") from refused
            except people.RolesRefused as refused:
                raise CommandError(f"{named}: {refused}") from refused
            self.stdout.write(f"{named}: approved, {asked}")
        if not options["asked"]:
            self._list()

    def _list(self) -> None:
        for kind, (model, _approve) in KINDS.items():
            for asked in model.objects.filter(state=REQUESTED).order_by("pk"):
                self.stdout.write(f"{kind}:{asked.pk}  {asked}  [{_what(asked)}]  by {asked.requested_by}")


def _what(asked: Asked) -> str:
    if isinstance(asked, AskedRoles):
        return f"{', '.join(sorted(asked.roles)) or 'no role'}; {regions.names(asked.regions)}"
    if isinstance(asked, AccountChange) and asked.kind == AccountChange.Kind.ADDRESS:
        return f"address {asked.email or 'none'}, not {asked.person.email or 'none'}"
    return "second factors removed"
