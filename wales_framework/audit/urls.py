from django.urls import path
from django.utils.translation import gettext_lazy as _

from wales_framework.audit import pages

app_name = "audit"

urlpatterns = [
    path("", pages.events, name="events"),
    path(_("events.csv"), pages.events_csv, name="csv"),
    path(_("events.jsonl"), pages.events_jsonl, name="jsonl"),
]
