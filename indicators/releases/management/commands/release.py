"""manage.py release draft|submit|approve|publish|audit [ID] [--user NAME] [--json]"""

import json
import sys
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.releases import auditing, service
from indicators.releases.auditing.words import leak_in_words
from indicators.releases.checklist import checklist
from indicators.releases.models import Release
from wales_framework.access.models import User
from wales_framework.workflow import MoveRefused


class Command(BaseCommand):
    help = "Draft, submit, approve, publish or attack a release, under the same rules as on the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=["draft", "submit", "approve", "publish", "audit"])
        parser.add_argument("id", nargs="?", help="the release's number; without it, the one that is open")
        parser.add_argument("--user", help="the person in whose name this is done (needed to approve and to publish)")
        parser.add_argument("--note", default="", help="submit: a note to the approver and readers, in English")
        parser.add_argument("--note-cy", default="", help="submit: the same note in Welsh")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _user(options["user"])
        if options["step"] == "audit":
            self._audit(_release(options["id"]), user, as_json=options["json"])
            return
        try:
            release = self._step(options["step"], options["id"], user, (options["note"], options["note_cy"]))
        except (service.ReleaseRefused, MoveRefused) as refused:
            raise CommandError(str(refused)) from refused
        except PermissionDenied as denied:
            raise CommandError(f"{user or 'Nobody'} may not {options['step']} this release (see the table of roles).") from denied
        result = {"release": release.pk, "state": release.state, "content_hash": release.content_hash}
        self.stdout.write(json.dumps(result) if options["json"] else f"{release}: {release.state}")

    def _step(self, step: str, number: str | None, user: User | None, notes: tuple[str, str]) -> Release:
        if step == "draft":
            return service.draft(user)
        release = _release(number)
        # What it is submitted with is looked at too.
        release.note_en, release.note_cy = notes[0] or release.note_en, notes[1] or release.note_cy
        self._warn(release)
        if step == "submit":
            service.submit(release, user, *notes)
        elif step == "approve":
            service.approve(release, user)
        else:
            service.publish(release, user)
        return release

    def _audit(self, release: Release, user: User | None, *, as_json: bool) -> None:
        """Attack the release as it is, and end with 1 where a hidden number can be worked out."""
        made = auditing.audit(release, user=user)
        found = [leak_in_words(leak) for leak in made.leaks]
        if as_json:
            result = {"release": release.pk, "hidden": made.hidden, "attacked": made.attacked, "leaks": made.leaks}
            self.stdout.write(json.dumps({**result, "seconds": made.seconds}))
        else:
            self.stdout.write(
                f"{release}: {made.hidden} hidden figures, {made.attacked} small numbers attacked, {len(found)} leaks"
            )
            for leak in found:
                terms = "; ".join(f"{line.sign} {line.times}{line.words} {line.value}".strip() for line in leak.lines)
                self.stdout.write(f"  {leak.what}: {leak.found} {terms} {leak.equals}".rstrip())
        if found:
            sys.exit(1)

    def _warn(self, release: Release) -> None:
        """Say what the checklist warns of: who takes a step by this command accepts it in their name."""
        for item in checklist(release).open_warnings:
            self.stderr.write(f"accepted: {item.sentence}")


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
