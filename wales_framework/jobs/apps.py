from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "wales_framework.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Whoever sends a job must know the broker of the settings, also in processes that are no Celery worker.
        from wales_framework.celery import app

        app.set_current()
