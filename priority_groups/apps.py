"""The Framework as content: frameworks, groups, cohorts, evidence of need, actions, governance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PriorityGroupsConfig(AppConfig):
    name = "priority_groups"
    verbose_name = _("Priority groups")
