from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    name = "indicators.synthesis"
    label = "synthesis"
