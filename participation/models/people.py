"""People. E-mail is the identity; the nickname is the only name that the public sees."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from participation.models.reach import ACTS, OVERSEES, SEES, reach_of
from participation.roles import Role


class Kind(models.TextChoices):
    """What somebody is to the municipality."""

    RESIDENT = "resident", _("Inwoner")
    OFFICIAL = "official", _("Medewerker")


class Language(models.TextChoices):
    """The languages of the interface."""

    DUTCH = "nl", _("Nederlands")
    ENGLISH = "en", _("Engels")


def new_nickname() -> str:
    """A public name that says nothing about the person: `Inwoner 4821973`."""
    return f"Inwoner {secrets.randbelow(9_000_000) + 1_000_000}"


class UserQuerySet(models.QuerySet["User"]):
    """Reads of accounts."""

    def officials(self) -> "UserQuerySet":
        """Who works for the municipality, or did until their account was closed."""
        return self.filter(kind=Kind.OFFICIAL)

    def named(self, words: str) -> "UserQuerySet":
        """With all of these words somewhere in name or address; everybody without words."""
        rows = self
        for word in words.split():
            rows = rows.filter(models.Q(nickname__icontains=word) | models.Q(email__icontains=word))
        return rows


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc] # made by Django
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account for `email`; without a password it can only sign in with a code."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator, as `manage.py createsuperuser` asks."""
        return self.create_user(email, password, kind=Kind.OFFICIAL, is_superuser=True, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The whole address in lower case: nobody keeps two accounts that differ in capitals."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who takes part. `is_superuser` marks the administrators."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    nickname = models.CharField(
        _("schuilnaam"),
        max_length=40,
        default=new_nickname,
        help_text=_("Deze naam zien andere mensen. Gebruik liever niet uw echte naam."),
    )
    language = models.CharField(_("taal"), max_length=2, choices=Language, default=Language.DUTCH)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind, default=Kind.RESIDENT)
    is_coordinator = models.BooleanField(_("coördinator"), default=False)
    is_active = models.BooleanField(_("actief"), default=True)
    openid_subject = models.CharField(
        _("code bij de inlogdienst"),
        max_length=255,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Wie een code heeft, logt alleen nog in via de inlogdienst van de gemeente."),
    )
    date_joined = models.DateTimeField(_("sinds"), default=timezone.now)
    warned_at = models.DateTimeField(
        _("gewaarschuwd"), null=True, blank=True, help_text="When we said that the account goes, unless it is used."
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_is_unique_whatever_the_case")]

    def __str__(self) -> str:
        return self.nickname

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = UserManager.normalize_email(self.email)
        super().save(*args, **kwargs)

    @property
    def is_official(self) -> bool:
        return self.kind == Kind.OFFICIAL

    @cached_property
    def _reach(self) -> list[tuple[str, int | None]]:
        """What this person acts for, stands in to oversee, moderates, and was given: one statement for a request."""
        return reach_of(self.pk, timezone.localdate())

    @cached_property
    def own_programmes(self) -> frozenset[int]:
        """The programmes that this person runs as owner, deputy or official, or for whom of those they stand in today.

        Without those that somebody sees as coordinator.
        """
        return frozenset(key for role, key in self._reach if role == ACTS and key)

    @cached_property
    def handled_programmes(self) -> frozenset[int]:
        """The programmes that this person acts for; every one for a coordinator, and for who stands in for one."""
        return frozenset(key for role, key in self._reach if role in {ACTS, OVERSEES} and key)

    @cached_property
    def granted(self) -> frozenset[tuple[str, int | None]]:
        """What stands in the table of grants, as (role, programme)."""
        return frozenset(pair for pair in self._reach if pair[0] not in {ACTS, SEES, OVERSEES})

    @property
    def oversees(self) -> bool:
        """Whether this person says what coordinators say of ideas: one of them, or who stands in for one today."""
        return self.is_coordinator or any(role == OVERSEES for role, _programme in self._reach)

    def has_role(self, role: Role) -> bool:
        """Whether this person was given `role`, one that the table of grants keeps, for all programmes."""
        return (role, None) in self.granted

    @cached_property
    def desk_programmes(self) -> frozenset[int]:
        """The programmes at whose desk this person may look."""
        return frozenset(key for role, key in self._reach if role in {ACTS, OVERSEES, SEES, Role.READER} and key)

    @property
    def is_staff(self) -> bool:
        """Django's admin is for administrators only."""
        return self.is_superuser and self.is_official
