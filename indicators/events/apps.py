from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "indicators.events"
    label = "events"
