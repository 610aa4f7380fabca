from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wales_framework.audit"
    label = "audit"
