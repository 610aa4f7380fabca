from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReleasesConfig(AppConfig):
    name = "indicators.releases"
    label = "releases"

    def ready(self) -> None:
        from indicators import catalogue
        from priority_groups.content import texts_in
        from wales_framework.language.content import register

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
