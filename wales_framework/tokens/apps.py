from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "wales_framework.tokens"
    label = "tokens"
