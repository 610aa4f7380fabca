from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "reporting.dashboards"
    label = "dashboards"
