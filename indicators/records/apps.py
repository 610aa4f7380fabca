from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "indicators.records"
    label = "records"
