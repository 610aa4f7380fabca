from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wales_framework.access.predicates import may_read_figures


class Token(models.Model):
    """A secret that stands for its owner, until it expires or is revoked. The secret is not kept, only its hash: it is 256 random
    bits, which nobody finds by trying, so that the hash need not be slow."""

    class Scope(models.TextChoices):
        API = "api", _("programs: the API")
        FEED = "feed", _("feed readers: the feeds, and nothing else")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=4, choices=Scope.choices)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret
    beginning = models.CharField(max_length=12)  # of the secret: by which its owner tells it from others
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    form = models.UUIDField(null=True)  # the one form that it was asked for with: sent again, that makes no other

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="one_token_of_a_form")]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    def is_valid(self, now: datetime) -> bool:
        """Whether it still stands for its owner, who must be somebody who may sign in and has a role."""
        is_open = self.revoked_at is None and now < self.expires_at
        return is_open and may_read_figures(self.owner) and self.owner.is_vouched_for
