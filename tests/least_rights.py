"""Processes with the rights that they have in production: the roles of `database_roles`, on the tests' database."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection

from indicators.releases.grants import OWNER, ROLES


@contextmanager
def roles() -> Iterator[dict[str, str]]:
    """By role the address of the tests' database for it. Afterwards the roles are gone and everything is whose it was."""
    prefix = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("this database's user may not make roles")
    passwords = {role: secrets.token_hex(16) for role in ROLES}
    with pytest.MonkeyPatch.context() as patch:
        for role, password in passwords.items():
            patch.setenv(f"{role.upper()}_PASSWORD", password)
        call_command("database_roles", verbosity=0)
    try:
        yield {role: _address(f"{prefix}_{role}", password) for role, password in passwords.items()}
    finally:
        with connection.cursor() as cursor:
            for role in ROLES:  # whoever made them has leave to put them on, which dropping what is theirs asks for
                cursor.execute(f'GRANT "{prefix}_{role}" TO CURRENT_USER')
            cursor.execute(f'REASSIGN OWNED BY "{prefix}_{OWNER}" TO CURRENT_USER')
            for role in ROLES:
                cursor.execute(f'DROP OWNED BY "{prefix}_{role}"; DROP ROLE "{prefix}_{role}"')


def _address(user: str, password: str) -> str:
    to = connection.settings_dict
    server = quote(to["HOST"] or "", safe="") + (f":{to['PORT']}" if to["PORT"] else "")
    return f"postgresql://{quote(user)}:{password}@{server}/{quote(str(to['NAME']))}"
