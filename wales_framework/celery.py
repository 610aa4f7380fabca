"""The Celery application: workers and the scheduler."""

import os

from celery import Celery
from django.conf import settings

from wales_framework.servers import use_servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wales_framework.settings")
if not settings.configured:  # a worker or scheduler starts here; elsewhere Django is up already and has its servers
    use_servers()

app = Celery("wales_framework")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
