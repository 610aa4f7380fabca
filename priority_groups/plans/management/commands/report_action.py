"""manage.py report_action PLAN ACTION STATE --user NAME"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from priority_groups.plans import service
from priority_groups.plans.models import PROGRESS, ActionUpdate
from priority_groups.plans.workflow import NOT_TAKEN_UP, STATES
from wales_framework.access.models import User


class Command(BaseCommand):
    help = "Say how an action of a delivery plan stands, as the page does. What is not given stays as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan")
        parser.add_argument("action", help="its code, such as A-1")
        parser.add_argument("state", choices=[state for state in STATES if state != NOT_TAKEN_UP])
        parser.add_argument("--user", required=True, help="whose word it is")
        parser.add_argument("--owner-en", help="the organisation or post that answers for it")
        parser.add_argument("--owner-cy", help="its name in Welsh, where it has another")
        parser.add_argument("--due", type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--evidence-en")
        parser.add_argument("--evidence-cy")
        parser.add_argument("--link", help="https://…")
        parser.add_argument("--indicators", nargs="*", help="codes such as A1 B3")
        parser.add_argument("--why", default="", help="the reason for the change")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        latest = ActionUpdate.objects.of(options["plan"], options["action"]).first()
        values = {name: options[name] for name in PROGRESS if options.get(name) is not None} | {"state": options["state"]}
        number = latest.number if latest else 0
        try:
            service.report(user, options["plan"], options["action"], values, options["why"], number)
        except PermissionDenied as denied:
            raise CommandError(f"{options['user']} may not say how actions stand.") from denied
        except KeyError as unknown:
            raise CommandError(str(unknown.args[0])) from unknown
        except service.PlanRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{options['plan']} {options['action']}: {options['state']}")
