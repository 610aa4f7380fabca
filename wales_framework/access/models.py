from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from wales_framework.access import workflow
from wales_framework.access.table import ROLE_NAMES, Role

VOUCHED = timedelta(days=30)


class User(AbstractUser):
    """A person who may sign in; what they may do follows from their roles (access.table)."""

    roles = ArrayField(
        models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]),
        default=list,
        blank=True,
        verbose_name=_("roles"),
    )
    # Codes of the regions whose matters are this person's (access.regions); none: all of Wales.
    regions = ArrayField(models.CharField(max_length=9), default=list, blank=True, verbose_name=_("regions"))
    # Roles and regions follow the groups that an organisation's identity provider names, not what administrators say.
    by_groups = models.BooleanField(default=False)
    # Part of what a session is known by: with another number no session from before opens anything.
    session_generation = models.PositiveIntegerField(default=0)

    class Meta(AbstractUser.Meta):
        constraints = [
            # People sign in by their user name in any capitals: of two such accounts neither could.
            models.UniqueConstraint(Lower("username"), name="one_account_for_a_user_name_in_any_capitals"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    @property
    def role_names(self) -> list[str]:
        return [str(ROLE_NAMES[role]) for role in Role if role in self.role_set]

    @property
    def region_set(self) -> frozenset[str]:
        return frozenset(self.regions)

    @property
    def is_vouched_for(self) -> bool:
        """Whether it is known well enough that they still belong here: whose organisation decides on that is heard of when they
        sign in, and not otherwise, so that their programs' tokens wait for them after a while."""
        return not self.by_groups or (self.last_login is not None and timezone.now() - self.last_login < VOUCHED)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "wales_framework.access.models.User.session"
        return salted_hmac(salt, f"{self.session_generation} {self.password}", secret=secret, algorithm="sha256").hexdigest()


class Asked(models.Model):
    """What one administrator asks for and another one approves."""

    why = models.TextField(blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class AskedRoles(Asked):
    """Roles and regions that are asked for."""

    roles = ArrayField(models.CharField(max_length=20), default=list)
    regions = ArrayField(models.CharField(max_length=9), default=list)

    class Meta:
        abstract = True

    @property
    def role_names(self) -> list[str]:
        return [str(ROLE_NAMES[role]) for role in Role if role in self.roles]


class RoleChange(AskedRoles):
    """A person's roles and regions as they are to be; one at a time waits for each person."""

    state = models.CharField(max_length=20, default=workflow.ROLE_CHANGE.initial)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_changes")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state=workflow.REQUESTED), name="one_role_change_waits_for_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {', '.join(sorted(self.roles)) or '-'}"


class AccountChange(Asked):
    """Another address, or no second factors any more, of somebody who has more than a member has; one of each at a time waits for
    a person."""

    class Kind(models.TextChoices):
        ADDRESS = "address"
        FACTORS = "factors"

    state = models.CharField(max_length=20, default=workflow.ACCOUNT_CHANGE.initial)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="account_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    email = models.EmailField(blank=True)  # of an address: the new one

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(state=workflow.REQUESTED),
                name="one_account_change_of_a_kind_waits_for_a_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Invitation(AskedRoles):
    """Somebody who may make an account for themselves, with these roles, by a link that is sent to their address and opens once.

    Of the link's secret only a hash is kept: it is 256 random bits, which nobody finds by trying.
    """

    state = models.CharField(max_length=20, default=workflow.INVITATION.initial)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="en")
    digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(state__in=[workflow.REQUESTED, workflow.SENT]),
                name="one_invitation_waits_for_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_over(self) -> bool:
        """Whether its link opens nothing any more, because nobody used it in time."""
        return self.state == workflow.SENT and self.expires_at is not None and self.expires_at <= timezone.now()
