from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
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

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    @property
    def role_names(self) -> list[str]:
        return [str(ROLE_NAMES[role]) for role in Role if role in self.role_set]
