from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtractsConfig(AppConfig):
    name = "indicators.extracts"
    label = "extracts"

    def ready(self) -> None:
        from indicators.extracts.layouts import layouts
        from priority_groups.content import texts_in
        from wales_framework.language.content import register

        register("layouts", _("What the extracts hold"), lambda: texts_in(layouts()))
