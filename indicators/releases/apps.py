from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    name = "indicators.releases"
    label = "releases"

    def ready(self) -> None:
        from indicators import catalogue
        from indicators.releases import watching
        from priority_groups.content import texts_in
        from wales_framework.language.content import register
        from wales_framework.operations.verifying import fact
        from wales_framework.watching import registry

        registry.register("releases", gauges=watching.gauges, part=watching.part)
        defined = {
            "measures": catalogue.measures,
            "indicators": catalogue.indicators,
            "breakdowns": catalogue.breakdowns,
            "areas": catalogue.areas,
            "assessments": catalogue.assessment_versions,
        }
        register(
            "catalogue", _("What is measured, by what and where"), lambda: texts_in({name: of() for name, of in defined.items()})
        )
        fact(_hashes)


def _hashes() -> dict[str, str]:
    """The hash of each release's figures, worked out anew from its rows; beside it what was written down."""
    from indicators.releases.content import content_hash
    from indicators.releases.models import Release

    found = {}
    for one in Release.objects.exclude(content_hash="").order_by("pk"):
        counted = content_hash(one)
        found[f"figures of {one}"] = (
            counted if counted == one.content_hash else f"{counted}, and {one.content_hash} is written down"
        )
    return found
