from django.apps import AppConfig


class LanguageConfig(AppConfig):
    name = "wales_framework.language"
    label = "language"
