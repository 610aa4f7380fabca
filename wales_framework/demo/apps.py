from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "wales_framework.demo"
    label = "demo"
