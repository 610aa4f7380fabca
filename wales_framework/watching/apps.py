from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "wales_framework.watching"
    label = "watching"

    def ready(self) -> None:
        from wales_framework.watching import carrying

        carrying.connect()
