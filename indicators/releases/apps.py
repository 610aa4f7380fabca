from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "indicators.releases"
    label = "releases"
