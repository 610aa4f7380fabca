from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "wales_framework.access"
    label = "access"
