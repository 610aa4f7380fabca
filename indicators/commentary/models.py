from django.conf import settings
from django.db import models

LONGEST = 4000


class CommentaryQuerySet(models.QuerySet["Commentary"]):
    def to_review(self) -> "CommentaryQuerySet":
        """Those that were carried over from an earlier release, and that nobody has read again."""
        return self.exclude(carried_from=None)

    def one_sided(self) -> "CommentaryQuerySet":
        """Those that are there in one language only."""
        return self.filter(models.Q(text_en="") | models.Q(text_cy=""))


class Commentary(models.Model):
    """What analysts say about one group or indicator in one release. It changes while the release is a draft and no longer:
    triggers of the database refuse it."""

    release = models.ForeignKey("releases.Release", on_delete=models.CASCADE, related_name="commentary")
    group = models.CharField(max_length=3)
    indicator = models.CharField(max_length=10, blank=True)  # "": the group as a whole
    text_en = models.TextField(blank=True)
    text_cy = models.TextField(blank=True)
    version = models.IntegerField(default=1)  # counts its changes: who changes an older one than there is, is told
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    # The release it was taken over from, until somebody has read it again.
    carried_from = models.ForeignKey("releases.Release", null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentaryQuerySet.as_manager()

    class Meta:
        ordering = ["release", "group", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["release", "group", "indicator"], name="one_commentary_a_place"),
            models.CheckConstraint(condition=~models.Q(text_en="", text_cy=""), name="commentary_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator or self.group} (R{self.release_id})"
