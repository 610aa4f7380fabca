"""What the status page tells: each part by itself, so that one that cannot be told does not take the others with it."""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, connection
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wales_framework.audit import chain
from wales_framework.audit.models import Event
from wales_framework.jobs.models import Job
from wales_framework.watching import broker, heartbeat
from wales_framework.watching.registry import PARTS, Line, Part
from wales_framework.watching.version import version

log = logging.getLogger(__name__)
LONG_WAIT = timedelta(minutes=10)
VERIFIED_WITHIN = timedelta(hours=36)  # every night, and a night may be missed
BACKED_UP_WITHIN = timedelta(hours=36)
FULL, NEARLY_FULL = 0.95, 0.85
BACKUP = "operations.backup"


def parts() -> list[Part]:
    """Every part, the service's own first."""
    return [_told(one) for one in (program, work, servers, trail, *PARTS.values())]


def program() -> Part:
    """Version, and the processes that showed themselves."""
    return Part(_("The program"), (Line(_("Version"), version()), *_processes()))


def work() -> Part:
    """The queue, and how long its oldest job has waited."""
    found, waiting = broker.look(), Job.objects.filter(state=Job.State.WAITING)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    is_late = oldest is not None and timezone.now() - oldest > LONG_WAIT
    told = _counted(waiting.count())
    lines = [
        Line(_("Broker"), f"{found.kind} {found.version}")
        if found.reachable
        else Line(_("Broker"), _("does not answer: work waits until it is back; readers are served"), "bad"),
        Line(_("Jobs at work"), str(Job.objects.filter(state=Job.State.WORKING).count()), url="#jobs", action=_("See them")),
        Line(_("Jobs that wait"), f"{told}, {_since(oldest)}" if oldest else told, "late" if is_late else ""),
    ]
    if found.waiting is not None:
        lines.append(Line(_("Messages in the broker's queue"), str(found.waiting)))
    return Part(_("Work in the background"), tuple(lines))


def servers() -> Part:
    """The database, its replicas, the disk, and the last backup."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database()), pg_is_in_recovery()")
        number, size, is_copy = cursor.fetchone()
        cursor.execute("SELECT application_name, state, coalesce(extract(epoch FROM replay_lag), 0) FROM pg_stat_replication")
        copies = cursor.fetchall()
        lag = None
        if is_copy:
            cursor.execute("SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())")
            lag = cursor.fetchone()[0]
    lines = [Line(_("Database"), f"PostgreSQL {number}, {filesizeformat(size)}")]
    if lag is not None:
        lines.append(Line(_("This database is a replica"), _("%(seconds)s seconds behind") % {"seconds": round(lag, 1)}))
    for name, state, behind in copies:
        told = _("%(state)s, %(seconds)s seconds behind") % {"state": state or "–", "seconds": round(float(behind), 1)}
        lines.append(Line(_("Replica %(name)s") % {"name": name}, told, "" if state == "streaming" else "late"))
    return Part(_("Servers and disk"), (*lines, _disk(), _backup()))


def trail() -> Part:
    """The chain of the audit trail."""
    head, verified = chain.head(), chain.last_verification()
    url = reverse("audit:events")
    if verified is None:
        state = Line(_("Verified"), _("not yet"), "late", url)
    elif verified.action == chain.BROKEN:
        found = verified.detail["what"]
        what = {"what": _(found), "event": verified.detail["event"] or "–"}
        state = Line(_("Verified"), _("broken at event %(event)s: %(what)s") % what, "bad", url, _("Open the audit trail"))
    else:
        late = timezone.now() - verified.at > VERIFIED_WITHIN
        state = Line(_("Verified"), _("whole, %(since)s") % {"since": _since(verified.at)}, "late" if late else "", url)
    return Part(_("Audit trail"), (Line(_("Events in the chain"), str(head.position)), Line(_("Head"), head.hash), state))


def _processes() -> list[Line]:
    workers, schedulers = heartbeat.alive("worker"), heartbeat.alive("scheduler")
    names = ", ".join(f"{one.host} ({one.process})" for one in workers)
    last = heartbeat.last("scheduler")
    if not schedulers:
        told = _("none shows itself; the last one %(since)s") % {"since": _since(last.at)} if last else _("none shows itself")
        scheduler = Line(_("Scheduler"), told, "bad")
    elif len(schedulers) > 1:
        hosts = ", ".join(f"{one.host} ({one.process})" for one in schedulers)
        scheduler = Line(_("Scheduler"), _("more than one is at work: %(hosts)s") % {"hosts": hosts}, "late")
    else:
        told = _("at work on %(host)s, last seen %(since)s")
        scheduler = Line(_("Scheduler"), told % {"host": schedulers[0].host, "since": _since(schedulers[0].at)})
    own = version()
    others = sorted({one.version for one in (*workers, *schedulers) if one.version != own})
    lines = [Line(_("Workers"), names or _("none shows itself"), "" if workers else "bad"), scheduler]
    if others:
        lines.append(Line(_("Other versions at work"), ", ".join(others), "late"))
    return lines


def _disk() -> Line:
    found = shutil.disk_usage(settings.DATA_DIR)
    used = 1 - found.free / found.total
    told = _("%(free)s free of %(total)s") % {"free": filesizeformat(found.free), "total": filesizeformat(found.total)}
    return Line(_("Disk for files"), told, "bad" if used > FULL else "late" if used > NEARLY_FULL else "")


def _backup() -> Line:
    last = Event.objects.filter(action=BACKUP).order_by("-pk").first()
    if last is None:
        return Line(_("Last backup"), _("none was made yet"), "late")
    is_late = timezone.now() - last.at > BACKED_UP_WITHIN
    return Line(_("Last backup"), f"{date_format(timezone.localtime(last.at), 'j F Y, H:i')} ({_since(last.at)})",
                "late" if is_late else "")  # fmt: skip


def _told(make: Callable[[], Part]) -> Part:
    """A part; where the database does not tell it, that it does not."""
    try:
        return make()
    except Error as away:
        log.exception("a part of the status page cannot be told")
        return Part(_("A part that cannot be told"), (Line(make.__name__, type(away).__name__, "bad"),))


def _since(moment: datetime) -> str:
    """How long ago, in the largest unit of which one is over: Django's own words for it are not in its Welsh catalogue."""
    minutes = int((timezone.now() - moment).total_seconds()) // 60
    hours, days = minutes // 60, minutes // (24 * 60)
    if days > 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    if hours > 0:
        return ngettext("%(hours)d hour ago", "%(hours)d hours ago", hours) % {"hours": hours}
    if minutes > 0:
        return ngettext("%(minutes)d minute ago", "%(minutes)d minutes ago", minutes) % {"minutes": minutes}
    return _("less than a minute ago")


def _counted(jobs: int) -> str:
    return ngettext("%(jobs)d job", "%(jobs)d jobs", jobs) % {"jobs": jobs}
