"""Figures of the whole service, from the database and the broker at the moment in which somebody asks."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import Error, connection
from django.db.models import Count, F, Max, Min, Sum
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from wales_framework.audit import chain
from wales_framework.jobs.models import Job
from wales_framework.watching import broker, heartbeat
from wales_framework.watching.registry import GAUGES, Gauge, gauge
from wales_framework.watching.version import version

log = logging.getLogger(__name__)
__all__ = ["FromDatabase", "age"]


class FromDatabase(Collector):
    """Asks everybody who registered. Where the database is away the rest is told, and that it is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for one in _all():
            if not one.samples:
                continue
            labels = sorted(one.samples[0][0])
            family = GaugeMetricFamily(one.name, one.help, labels=labels)
            for values, value in one.samples:
                family.add_metric([values[label] for label in labels], value)
            yield family


def age(moment: datetime | None) -> float | None:
    """Seconds since then."""
    return (timezone.now() - moment).total_seconds() if moment else None


def _all() -> Iterator[Gauge]:
    yield gauge("build_info", "The version of the program", samples=[({"version": version()}, 1)])
    yield from _broker()
    reached = True
    for ask in (_database, _jobs, _processes, _audit, *GAUGES.values()):
        try:
            yield from list(ask())
        except Error as away:
            log.warning("no figures from the database: %s", type(away).__name__)
            reached = False
            break
    yield gauge("database_up", "Whether the database answers", float(reached))


def _broker() -> Iterable[Gauge]:
    found = broker.look()
    yield gauge("broker_up", "Whether the broker answers", float(found.reachable))
    yield gauge("queue_length", "Tasks that wait in the broker's queue", found.waiting)


def _database() -> Iterable[Gauge]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        yield gauge("database_bytes", "Size of the database", cursor.fetchone()[0])


def _jobs() -> Iterable[Gauge]:
    states: Any = Job.objects.values_list("kind", "state").annotate(Count("pk")).order_by("kind", "state")
    yield gauge("jobs", "Jobs by kind and state", samples=[({"kind": kind, "state": state}, n) for kind, state, n in states])
    took = F("finished_at") - F("started_at")
    done: Any = Job.objects.filter(finished_at__isnull=False, started_at__isnull=False).order_by("kind").values("kind")
    found = [({"kind": one["kind"]}, one) for one in done.annotate(n=Count("pk"), seconds=Sum(took), most=Max(took))]
    sums, most = ([(kind, one[name].total_seconds()) for kind, one in found] for name in ("seconds", "most"))
    yield gauge("job_seconds_sum", "Time that finished jobs took from their last start", samples=sums)
    yield gauge("job_seconds_count", "Finished jobs", samples=[(kind, one["n"]) for kind, one in found])
    yield gauge("job_seconds_max", "The longest of them", samples=most)
    oldest = Job.objects.filter(state=Job.State.WAITING).aggregate(oldest=Min("created_at"))["oldest"]
    yield gauge("oldest_waiting_job_seconds", "How long the oldest job has waited that no worker has begun", age(oldest) or 0.0)


def _processes() -> Iterable[Gauge]:
    yield gauge("workers", "Workers that showed themselves lately", len(heartbeat.alive("worker")))
    yield gauge("schedulers", "Schedulers that showed themselves lately", len(heartbeat.alive("scheduler")))
    last = heartbeat.last("scheduler")
    yield gauge("scheduler_heartbeat_seconds", "Since a scheduler last sent something", age(last.at) if last else None)


def _audit() -> Iterable[Gauge]:
    yield gauge("audit_links", "Length of the chain of the audit trail", chain.head().position)
    if verified := chain.last_verification():
        yield gauge(
            "audit_verified", "Whether the chain was whole when it was last verified", float(verified.action == chain.GOOD)
        )
        yield gauge("audit_verified_seconds", "Since the chain was last verified", age(verified.at))
