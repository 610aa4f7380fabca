"""What the guardian needs to know of a server."""

from collections.abc import Callable
from dataclasses import dataclass
from signal import Signals


@dataclass(frozen=True)
class Server:
    """A server that is prepared but not started."""

    url: str
    command: list[str]
    environment: dict[str, str]
    stops: tuple[Signals, ...]  # the signals that end it, the kindest first
    become: Callable[[], None]  # runs in the new process before the server's program
    ready: Callable[[int], bool]  # process id -> whether it takes connections
