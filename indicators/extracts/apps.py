from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExtractsConfig(AppConfig):
    name = "indicators.extracts"
    label = "extracts"

    def ready(self) -> None:
        from indicators.extracts import watching
        from indicators.extracts.layouts import layouts
        from priority_groups.content import texts_in
        from wales_framework.language.content import register
        from wales_framework.watching import registry

        registry.register("extracts", gauges=watching.gauges, part=watching.part)
        register("layouts", _("What the extracts hold"), lambda: texts_in(layouts()))
