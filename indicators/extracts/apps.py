from django.apps import AppConfig


class ExtractsConfig(AppConfig):
    name = "indicators.extracts"
    label = "extracts"
