"""The Celery application: workers and the scheduler."""

import os

from celery import Celery

from wales_framework.servers import use_servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wales_framework.settings")
use_servers()

app = Celery("wales_framework")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
