"""Point this process at its database and broker: those of the environment, else the embedded ones."""

import os
from urllib.parse import quote

from wales_framework.secret_files import secret_of

# Says which addresses below are embedded servers': a process started by this one inherits them, and must still count as
# a user of its own, or the servers would stop under it when this one ends.
EMBEDDED = "EMBEDDED_SERVERS"


def use_servers() -> None:
    """Set DATABASE_URL and CELERY_BROKER_URL for settings, starting the embedded servers for whichever is missing.

    The process then counts as a user of the embedded servers: they stop when the last such process ends.
    """
    for name in ("DATABASE_URL", "CELERY_BROKER_URL"):  # with passwords in them: they may come as files
        if given := secret_of(name):
            os.environ[name] = given
            os.environ.pop(f"{name}_FILE", None)
    inherited = os.environ.get(EMBEDDED, "").split()
    database_missing = not os.environ.get("DATABASE_URL")
    broker_missing = not os.environ.get("CELERY_BROKER_URL")
    postgres = database_missing or "postgres" in inherited
    valkey = broker_missing or "valkey" in inherited
    if not (postgres or valkey):
        return
    from wales_framework.embedded import ensure

    urls = ensure(postgres=postgres, valkey=valkey)
    if database_missing:
        os.environ["DATABASE_URL"] = urls.database_url
    if broker_missing:
        os.environ["CELERY_BROKER_URL"] = urls.broker_url
    os.environ[EMBEDDED] = " ".join(["postgres"] * postgres + ["valkey"] * valkey)


def database_url() -> str:
    """The address of the database that this process uses, for another process."""
    from django.db import connection  # settings are read after this module has said where the servers are

    settings = connection.settings_dict
    server = quote(settings["HOST"] or "", safe="") + (f":{settings['PORT']}" if settings["PORT"] else "")
    password = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    person = f"{quote(settings['USER'] or '', safe='')}{password}"
    return f"postgresql://{person}@{server}/{settings['NAME']}"
