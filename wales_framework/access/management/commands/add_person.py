"""manage.py add_person NAME --email ADDRESS --role ROLE [--role ROLE …]: above all the first administrator."""

import os
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wales_framework import audit
from wales_framework.access.forms import AddPersonForm
from wales_framework.access.table import Role


class Command(BaseCommand):
    help = "Add a person who may sign in. The password is asked for, or taken from PERSON_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the user name")
        parser.add_argument("--email", required=True)
        parser.add_argument("--role", action="append", required=True, choices=[str(role) for role in Role], dest="roles")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("PERSON_PASSWORD") or getpass()
        form = AddPersonForm(
            {
                "username": options["name"],
                "email": options["email"],
                "roles": options["roles"],
                "password1": password,
                "password2": password,
            }
        )
        if not form.is_valid():
            raise CommandError("\n".join(str(error) for errors in form.errors.values() for error in errors))
        with transaction.atomic():
            person = form.save()
            audit.record("person.add", None, person, roles=sorted(person.roles))
        self.stdout.write(f"{person.username} can sign in now.")
