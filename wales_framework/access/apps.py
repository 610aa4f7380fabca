from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "wales_framework.access"
    label = "access"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from wales_framework.access import sessions, trail

        user_logged_in.connect(sessions.begin, dispatch_uid="sessions")
        trail.connect()
