from django.apps import AppConfig


class CommentaryConfig(AppConfig):
    name = "indicators.commentary"
    label = "commentary"
