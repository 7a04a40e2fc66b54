"""What a step of an approval says: whom it asks, how many must say yes, and what of a page its yes covers."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.digest import Aspect

ALL = 0
MOST_NEEDED = 20
WORKING_HOURS = 16  # two working days


class Asks(models.TextChoices):
    EDITORS = "editors", _("the team's editors and leads")
    LEADS = "leads", _("the team's leads")
    GROUP = "group", _("a group of the house")
    PEOPLE = "people", _("people by name")


class Reach(models.IntegerChoices):
    """How far beyond its own people a step asks, because nobody answered or too few are left."""

    OWN = 0, _("those the step names")
    LEADS = 1, _("the team's leads")
    HOUSE = 2, _("Communications")


def everything() -> list[str]:
    return list(Aspect)


class StepRule(models.Model):
    """Whom a step asks and how many of them must say yes: as a row of a route, and as its copy on a request.

    Steps of one ``position`` are asked at the same time. ``needed`` is a number of people, or ``ALL``. ``remit`` holds
    the aspects of a page whose change makes this step's approvals fall.
    """

    name = models.CharField(_("name"), max_length=80, help_text=_("What authors and approvers read: “Legal”."))
    position = models.PositiveSmallIntegerField(
        _("order"),
        default=10,
        help_text=_("Lower numbers are asked first; steps with the same number are asked at the same time."),
    )
    asks = models.CharField(_("asks"), max_length=10, choices=Asks.choices)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("group")
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("people by name")
    )
    needed = models.PositiveSmallIntegerField(
        _("how many must approve"),
        default=1,
        validators=[MaxValueValidator(MOST_NEEDED)],
        help_text=_("1 for any one of them, 0 for all of them."),
    )
    remit = models.JSONField(_("approves"), default=everything)
    keeps_on_correction = models.BooleanField(
        _("a corrected spelling keeps the approval"),
        default=False,
        help_text=_("A small change of words that its writer marks as a correction does not ask these people again."),
    )
    in_bulk = models.BooleanField(
        _("several pages may be approved at once"),
        default=False,
        help_text=_("On the desk, several requests can be ticked and approved together."),
    )
    working_hours = models.PositiveSmallIntegerField(
        _("due after (working hours)"),
        default=WORKING_HOURS,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
    )

    COPIED: ClassVar = (
        "name", "position", "asks", "group_id", "needed", "remit", "keeps_on_correction", "in_bulk", "working_hours",
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def covers_everything(self) -> bool:
        return set(self.remit) >= set(everything())

    def rule(self) -> dict[str, Any]:
        """What a copy of this step takes over, the people by name excepted."""
        return {name: getattr(self, name) for name in self.COPIED}

    @property
    def how_many(self) -> str:
        """ "any one", "all" or "2 of them"."""
        if self.needed == ALL:
            return _now("all of them")
        if self.needed == 1:
            return _now("any one of them")
        return ngettext("%(count)d of them", "%(count)d of them", self.needed) % {"count": self.needed}
