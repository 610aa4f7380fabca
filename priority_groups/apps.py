"""The Framework as content: frameworks, groups, cohorts, evidence of need, actions, governance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PriorityGroupsConfig(AppConfig):
    name = "priority_groups"
    verbose_name = _("Priority groups")

    def ready(self) -> None:
        from priority_groups.content import cohorts, frameworks, glossary, texts_in
        from wales_framework.language.content import register

        register("frameworks", _("The Framework's words"), lambda: texts_in(frameworks()))
        register("cohorts", _("Who is counted"), lambda: texts_in(cohorts()))
        register("glossary", _("The glossary"), lambda: texts_in(glossary("en")))
