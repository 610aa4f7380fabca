from functools import partial
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_save


class DashboardsConfig(AppConfig):
    name = "reporting.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        release = apps.get_model("releases", "Release")
        post_save.connect(told_of_release, sender=release, dispatch_uid="dashboards.told_of_release")
        from indicators import methods
        from indicators.statistics import proportion_interval
        from wales_framework.warming import read_first

        read_first(methods.power)
        read_first(methods.protection)
        # The first interval of a process loads the distributions, which takes as long as a page.
        read_first(partial(proportion_interval, 1, 2))


def told_of_release(sender: type, instance: Any, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """When a release is published its pages are made by a job, which is written down in the same transaction."""
    if instance.state == "published" and update_fields and "state" in update_fields:
        from reporting.dashboards.preparing import request

        request(instance.pk)
