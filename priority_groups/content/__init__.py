"""The Framework's words as data: YAML beside the code that loads it, never in the database.

Everything here is read once a process. `frameworks()` and `cohorts()` are the ways in; `load_frameworks(folder)` reads
another folder, so that a framework can be tried out before it joins the others.
"""

from priority_groups.content.accessors import (
    cohort,
    cohorts,
    disclosure,
    framework,
    frameworks,
    glossary,
    group,
    groups_with_cohort,
    load_cohorts,
    load_frameworks,
    publishing,
)
from priority_groups.content.loader import ContentError, line_of, load_yaml
from priority_groups.content.models import Action, Figure, Footnote, Framework, Group, Plan, Point, Section
from priority_groups.content.rules import AgeRule, AllOfRule, AlwaysRule, AnyOfRule, Cohort, InRule, Rule
from priority_groups.content.settings import Disclosure, Publishing, Settings, Statistics
from priority_groups.content.terms import Term
from priority_groups.content.text import Content, Text
from priority_groups.content.walk import texts_in

__all__ = [
    "Action",
    "AgeRule",
    "AllOfRule",
    "AlwaysRule",
    "AnyOfRule",
    "Cohort",
    "Content",
    "ContentError",
    "Disclosure",
    "Figure",
    "Footnote",
    "Framework",
    "Group",
    "InRule",
    "Plan",
    "Point",
    "Publishing",
    "Rule",
    "Section",
    "Settings",
    "Statistics",
    "Term",
    "Text",
    "cohort",
    "cohorts",
    "disclosure",
    "framework",
    "frameworks",
    "glossary",
    "group",
    "groups_with_cohort",
    "line_of",
    "load_cohorts",
    "load_frameworks",
    "load_yaml",
    "publishing",
    "texts_in",
]
