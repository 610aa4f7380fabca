"""The scheduler's part of keeping the service; see CELERY_BEAT_SCHEDULE."""

import logging
import os
import subprocess
import sys

from celery import shared_task
from celery.signals import beat_init, worker_init
from django.conf import settings

from wales_framework.operations.examples import refuse_in_production
from wales_framework.operations.tidying import tidy as tidy_up

log = logging.getLogger(__name__)


@shared_task(name="operations.tidy")
def tidy() -> None:
    """Every night."""
    log.info("tidied away: %s", tidy_up())


@shared_task(name="operations.backup")
def backup() -> None:
    """Every night where BACKUP_DIR is set; as a role that may read everything, which a worker's own may not, where
    BACKUP_DATABASE_URL names one."""
    environment = dict(os.environ)
    if url := environment.get("BACKUP_DATABASE_URL"):
        environment["DATABASE_URL"] = url
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", "--keep", str(settings.BACKUP_KEEP)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        log.error("no backup was made: %s", done.stderr.strip()[-1000:])
        raise RuntimeError("no backup was made")
    log.info("backup: %s", done.stdout.strip())


@worker_init.connect
@beat_init.connect
def refuse(**kwargs: object) -> None:
    """Neither worker nor scheduler serves a demo's database in production."""
    refuse_in_production()
