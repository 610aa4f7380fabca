from django.conf import settings
from django.db import models

from indicators.events.models import ChangeEvent
from indicators.signals.series import KEY, Series
from priority_groups.content import Text

LONGEST, LONGEST_OWNER = 2000, 200


class ResponseQuerySet(models.QuerySet["SignalResponse"]):
    def of(self, series: Series) -> "ResponseQuerySet":
        return self.filter(**series._asdict())

    def current(self) -> "ResponseQuerySet":
        """The last version of each series."""
        return self.order_by(*KEY, "-number").distinct(*KEY)


class SignalResponse(models.Model):
    """What analysts say of a series' signal: cause, owner, action, and when it is looked at again.

    It is about the series and not about one release, since a signal goes on. Each save is a new version, and none is ever
    changed or removed: the database refuses it. One that says nothing takes the response back.
    """

    indicator = models.CharField(max_length=10)
    cohort = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    area_code = models.CharField(max_length=10)
    breakdown = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    number = models.IntegerField()  # of the version, from 1
    event = models.ForeignKey(ChangeEvent, null=True, on_delete=models.PROTECT, related_name="+")  # the cause, where it is one
    cause_en = models.TextField(blank=True)
    cause_cy = models.TextField(blank=True)
    owner_en = models.CharField(max_length=LONGEST_OWNER, blank=True)
    owner_cy = models.CharField(max_length=LONGEST_OWNER, blank=True)
    action_en = models.TextField(blank=True)
    action_cy = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    restored_from = models.IntegerField(null=True)  # the number of the former version that this one repeats
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = [*KEY, "-number"]
        constraints = [models.UniqueConstraint(fields=[*KEY, "number"], name="one_response_a_number")]

    def __str__(self) -> str:
        return str(self.series)

    @property
    def series(self) -> Series:
        return Series(*(getattr(self, name) for name in KEY))

    @property
    def cause(self) -> Text:
        return Text(en=self.cause_en, cy=self.cause_cy or None)

    @property
    def owner(self) -> Text:
        return Text(en=self.owner_en, cy=self.owner_cy or None)

    @property
    def action(self) -> Text:
        return Text(en=self.action_en, cy=self.action_cy or None)

    @property
    def says_something(self) -> bool:
        return any(getattr(self, name) for name in SAID)

    @property
    def lacks_welsh(self) -> bool:
        """Whether a text is there in English only."""
        return any(getattr(self, f"{name}_en") and not getattr(self, f"{name}_cy") for name in ("cause", "owner", "action"))


SAID = ("event", "cause_en", "cause_cy", "owner_en", "owner_cy", "action_en", "action_cy", "review_on")
