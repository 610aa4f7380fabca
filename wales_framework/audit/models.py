from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from wales_framework.audit import QUIET, READINGS

# What a search looks for words in. `simple` knows no language: names, numbers and two languages stand side by side.
WORDS = SearchVector("username", "target_name", "target_id", "why", "detail", config="simple")


class EventQuerySet(models.QuerySet["Event"]):
    def changes(self) -> "EventQuerySet":
        """Those that can change a page."""
        return self.exclude(action__regex=QUIET)

    def readings(self) -> "EventQuerySet":
        """Those that tell who was given something that is not for everybody."""
        return self.filter(action__regex=READINGS)

    def of(self, target: models.Model) -> "EventQuerySet":
        """What happened to an object."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class Event(models.Model):
    """One thing that somebody did. Rows are only ever added: a trigger of the database refuses change and removal."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=150, blank=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    target_name = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"]),
            # The latest change is asked for by every page, however many readings came after it.
            models.Index(fields=["-id"], name="audit_event_changes", condition=~models.Q(action__regex=QUIET)),
            models.Index(fields=["-id"], name="audit_event_readings", condition=models.Q(action__regex=READINGS)),
            models.Index(fields=["user", "-id"], name="audit_event_of_person"),
            GinIndex(WORDS, name="audit_event_words"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_name}"


class Link(models.Model):
    """An event's place in the chain. The database writes it when the event's transaction is committed, and nobody else can.

    `hash` is the SHA-256 of the link before, a line end, and the event as a text (see audit.chain): whoever changes, removes or
    puts in an event has to change every link after it.
    """

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    # No foreign key: a link whose event is gone has to stay, and to be found.
    event = models.OneToOneField(Event, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link")
    # The database's own clock at the commit; none for events that were there before the chain.
    sealed_at = models.DateTimeField(null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"
