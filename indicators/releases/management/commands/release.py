"""manage.py release draft|submit|approve|publish [ID] [--user NAME] [--json]"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.releases import service
from indicators.releases.models import Release
from wales_framework.access.models import User
from wales_framework.workflow import MoveRefused


class Command(BaseCommand):
    help = "Draft, submit, approve or publish a release, under the same rules as on the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=["draft", "submit", "approve", "publish"])
        parser.add_argument("id", nargs="?", help="the release's number; without it, the one that is open")
        parser.add_argument("--user", help="the person in whose name this is done (needed to approve and to publish)")
        parser.add_argument("--note", default="", help="submit: a note to the approver and readers")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _user(options["user"])
        try:
            release = self._step(options["step"], options["id"], user, options["note"])
        except (service.ReleaseRefused, MoveRefused) as refused:
            raise CommandError(str(refused)) from refused
        except PermissionDenied as denied:
            raise CommandError(f"{user or 'Nobody'} may not {options['step']} this release (see the table of roles).") from denied
        result = {"release": release.pk, "state": release.state, "content_hash": release.content_hash}
        self.stdout.write(json.dumps(result) if options["json"] else f"{release}: {release.state}")

    def _step(self, step: str, number: str | None, user: User | None, note: str) -> Release:
        if step == "draft":
            return service.draft(user)
        release = _release(number)
        if step == "submit":
            service.submit(release, user, note)
        elif step == "approve":
            service.approve(release, user)
        else:
            service.publish(release, user)
        return release


def _user(name: str | None) -> User | None:
    if name is None:
        return None
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist as missing:
        raise CommandError(f"There is no person {name}.") from missing


def _release(number: str | None) -> Release:
    found = Release.objects.open() if number is None else Release.objects.filter(pk=number.upper().removeprefix("R"))
    release = found.first()
    if release is None:
        raise CommandError("There is no open release." if number is None else f"There is no release {number}.")
    return release
