"""The broker as the web sees it, within two seconds: whether it answers, what it is, and how much waits in it."""

import logging
import threading
from dataclasses import dataclass
from typing import Any

from celery import current_app

log = logging.getLogger(__name__)
PATIENCE = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Broker:
    """`waiting`: tasks in the queue, None where nobody could say."""

    reachable: bool
    kind: str = ""
    version: str = ""
    waiting: int | None = None


def look() -> Broker:
    """Ask the broker; one that does not answer in time counts as away."""
    found: list[Broker] = []

    def ask() -> None:
        try:
            found.append(_ask())
        except Exception as away:
            log.warning("the broker does not answer: %s", type(away).__name__)

    # In a thread that nobody waits for longer: a server that swallows what is sent to it holds a library up for minutes.
    asking = threading.Thread(target=ask, name="broker", daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return found[0] if found else Broker(reachable=False)


def _ask() -> Broker:
    options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0}
    with current_app.connection_for_write(connect_timeout=PATIENCE) as connection:
        if connection.transport.driver_type == "redis":
            connection.transport_options = {**(connection.transport_options or {}), **options}
        connection.ensure_connection(max_retries=1, timeout=int(PATIENCE))
        kind, version = _about(connection)
        return Broker(reachable=True, kind=kind, version=version, waiting=_waiting(connection))


def _about(connection: Any) -> tuple[str, str]:
    if connection.transport.driver_type == "redis":
        told = connection.default_channel.client.info("server")
        if version := told.get("valkey_version"):
            return "Valkey", str(version)
        return "Redis", str(told.get("redis_version", ""))
    told = getattr(connection.connection, "server_properties", {})
    return str(told.get("product", connection.transport.driver_type)), str(told.get("version", ""))


def _waiting(connection: Any) -> int | None:
    """Of a queue that nobody has made yet nothing waits."""
    from kombu.exceptions import ChannelError, OperationalError

    try:
        channel = connection.default_channel
        return int(channel.queue_declare(queue=current_app.conf.task_default_queue, passive=True).message_count)
    except (ChannelError, OperationalError, *connection.channel_errors):
        return 0
