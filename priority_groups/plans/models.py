from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from priority_groups.content import Text
from priority_groups.plans.workflow import NOT_TAKEN_UP, STATES

LONGEST_TEXT, LONGEST_OWNER, LONGEST_EVIDENCE, LONGEST_LINK, LONGEST_REASON = 500, 200, 4000, 500, 2000


class UpdateQuerySet(models.QuerySet["ActionUpdate"]):
    def of(self, plan: str, action: str) -> "UpdateQuerySet":
        """The history of an action of a plan, newest first."""
        return self.filter(plan=plan, action=action).order_by("-number")

    def standing(self) -> "UpdateQuerySet":
        """The last update of each action of each plan."""
        return self.order_by("plan", "action", "-number").distinct("plan", "action")

    def at(self, moment: datetime) -> "UpdateQuerySet":
        """The update that each action stood at."""
        return self.filter(written_at__lte=moment).standing()


class ActionUpdate(models.Model):
    """What is said of an action of a plan from a moment on, all of it, until the next update says otherwise.

    None is ever changed or removed: the database refuses it. `action` is the code of the Framework's action, or "own-3" for
    one that the plan itself has added, whose words and group are then here too.
    """

    plan = models.CharField(max_length=60)
    action = models.CharField(max_length=20)
    number = models.IntegerField()  # of the update of this action, from 1
    state = models.CharField(max_length=20, choices=list(STATES.items()), default=NOT_TAKEN_UP)
    group = models.CharField(max_length=3, blank=True)
    text_en = models.CharField(max_length=LONGEST_TEXT, blank=True)
    text_cy = models.CharField(max_length=LONGEST_TEXT, blank=True)
    owner_en = models.CharField(max_length=LONGEST_OWNER, blank=True)
    owner_cy = models.CharField(max_length=LONGEST_OWNER, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=310, blank=True)  # as it was: a plan of the past does not change with a name
    due = models.DateField(null=True)
    evidence_en = models.TextField(blank=True)
    evidence_cy = models.TextField(blank=True)
    link = models.CharField(max_length=LONGEST_LINK, blank=True)
    indicators = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    why = models.TextField(blank=True)
    put_back = models.IntegerField(null=True)  # the number of the former update that this one repeats; 0: what was before any
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "action", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "action", "number"], name="one_update_a_number")]

    def __str__(self) -> str:
        return f"{self.plan}/{self.action}"

    @property
    def said(self) -> dict[str, Any]:
        """What it says, by the names of SAID."""
        return {name: getattr(self, name) for name in SAID}

    @property
    def text(self) -> Text:
        return Text(en=self.text_en, cy=self.text_cy or None)

    @property
    def owner(self) -> Text | None:
        """The organisation or post. Many are called the same in both languages, so without a Welsh name that one holds."""
        return Text(en=self.owner_en, cy=self.owner_cy or self.owner_en) if self.owner_en else None

    @property
    def evidence(self) -> Text | None:
        return Text(en=self.evidence_en, cy=self.evidence_cy or None) if self.evidence_en else None


WORDS = ("group", "text_en", "text_cy")  # of a plan's own action
PROGRESS = ("owner_en", "owner_cy", "person", "due", "evidence_en", "evidence_cy", "link", "indicators")
SAID = ("state", *WORDS, *PROGRESS)
