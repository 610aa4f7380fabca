from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from wales_framework.access.table import ROLE_NAMES, Role


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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "wales_framework.access.models.User.session"
        return salted_hmac(salt, f"{self.session_generation} {self.password}", secret=secret, algorithm="sha256").hexdigest()
