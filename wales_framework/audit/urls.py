from django.urls import path

from wales_framework.audit import pages

app_name = "audit"

urlpatterns = [path("", pages.events, name="events")]
