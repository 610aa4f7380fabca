from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_save


class PacksConfig(AppConfig):
    name = "reporting.packs"
    label = "packs"

    def ready(self) -> None:
        from reporting.packs import watching
        from wales_framework.watching import registry

        registry.register("packs", gauges=watching.gauges, part=watching.part)
        post_save.connect(told_of_release, sender=apps.get_model("releases", "Release"), dispatch_uid="packs.told_of_release")


def told_of_release(sender: type, instance: Any, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """When a release is published its subscribers are told by a job, which is written down in the same transaction.

    A release is the one row that a publication changes, by whichever way it comes: by a person or by the scheduler.
    """
    if instance.state == "published" and update_fields and "state" in update_fields:
        from reporting.packs.delivering import request

        request(instance.pk)
