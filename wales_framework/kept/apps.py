from django.apps import AppConfig


class KeptConfig(AppConfig):
    name = "wales_framework.kept"
    label = "kept"
