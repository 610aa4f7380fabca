"""From the web to the worker: the number of a request goes with its tasks, and processes show that they are alive."""

import logging.config
import threading
from typing import Any

from celery import signals
from django.conf import settings

from wales_framework.watching import context, heartbeat

HEADER = "x_request_id"  # of Celery's messages
_tokens: dict[str, tuple[Any, Any]] = {}


def connect() -> None:
    """Listen to Celery. In a process that is neither worker nor scheduler only what is sent is of interest."""
    signals.before_task_publish.connect(_sent, dispatch_uid="watching.sent")
    signals.task_prerun.connect(_begun, dispatch_uid="watching.begun")
    signals.task_postrun.connect(_ended, dispatch_uid="watching.ended")
    signals.setup_logging.connect(_logs, dispatch_uid="watching.logs")
    signals.worker_ready.connect(_worker, dispatch_uid="watching.worker")
    signals.worker_shutting_down.connect(_worker_ends, dispatch_uid="watching.worker_ends")
    signals.beat_init.connect(_scheduler, dispatch_uid="watching.scheduler")


def _sent(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    if headers is not None:
        headers[HEADER] = context.request_id.get() or context.new_id()


def _begun(task_id: str = "", task: Any = None, **kwargs: Any) -> None:
    number = str(getattr(task.request, HEADER, "") or (task.request.headers or {}).get(HEADER, "") or "")
    known = number if context.GIVEN.fullmatch(number) else ""
    _tokens[task_id] = context.task_id.set(task_id), context.request_id.set(known)


def _ended(task_id: str = "", **kwargs: Any) -> None:
    if tokens := _tokens.pop(task_id, None):
        context.task_id.reset(tokens[0])
        context.request_id.reset(tokens[1])


def _logs(**kwargs: Any) -> None:
    """Workers and scheduler write the lines that the settings ask for, and none of Celery's own form."""
    logging.config.dictConfig(settings.LOGGING)


_stop = threading.Event()


def _worker(**kwargs: Any) -> None:
    _stop.clear()
    threading.Thread(target=heartbeat.keep_beating, args=("worker", _stop), name="heartbeat", daemon=True).start()


def _worker_ends(**kwargs: Any) -> None:
    _stop.set()


def _scheduler(**kwargs: Any) -> None:
    """The scheduler shows that it is alive by what it does: every time that it sends something."""
    pulse = heartbeat.Pulse("scheduler")
    pulse.beat()
    signals.after_task_publish.connect(lambda **kwargs: pulse.beat(), weak=False, dispatch_uid="watching.pulse")
