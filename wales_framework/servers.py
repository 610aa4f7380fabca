"""Point this process at its database and broker: those of the environment, else the embedded ones."""

import os

# Says which addresses below are embedded servers': a process started by this one inherits them, and must still count as
# a user of its own, or the servers would stop under it when this one ends.
EMBEDDED = "EMBEDDED_SERVERS"


def use_servers() -> None:
    """Set DATABASE_URL and CELERY_BROKER_URL for settings, starting the embedded servers for whichever is missing.

    The process then counts as a user of the embedded servers: they stop when the last such process ends.
    """
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
