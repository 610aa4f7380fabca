from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "indicators.signals"
    label = "signals"
