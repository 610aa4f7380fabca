from django.urls import path

from wales_framework.jobs import pages

app_name = "jobs"

urlpatterns = [path("<uuid:pk>/", pages.progress, name="progress")]
