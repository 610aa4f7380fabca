from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "reporting.api"
    label = "figures_api"
