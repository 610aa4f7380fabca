from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wales_framework.jobs"
    label = "jobs"
