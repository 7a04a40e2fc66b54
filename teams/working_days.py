"""When a site works: hours for each day of the week in the site's zone, and the holidays on which it rests."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from people.models import validate_time_zone

from .working_time import EVENING, MORNING, USUAL, Calendar, NoWorkingTime, zone_named


def _from(label: Any, default: datetime.time | None) -> models.TimeField:
    return models.TimeField(label, null=True, blank=True, default=default)


class WorkingTime(models.Model):
    """The working week of a site. A day without hours is free."""

    site = models.OneToOneField("wagtailcore.Site", on_delete=models.CASCADE, related_name="working_time")
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Such as Europe/Paris. Left empty, the zone of this installation counts."),
    )
    monday_from = _from(_("Monday from"), MORNING)
    monday_until = _from(_("Monday until"), EVENING)
    tuesday_from = _from(_("Tuesday from"), MORNING)
    tuesday_until = _from(_("Tuesday until"), EVENING)
    wednesday_from = _from(_("Wednesday from"), MORNING)
    wednesday_until = _from(_("Wednesday until"), EVENING)
    thursday_from = _from(_("Thursday from"), MORNING)
    thursday_until = _from(_("Thursday until"), EVENING)
    friday_from = _from(_("Friday from"), MORNING)
    friday_until = _from(_("Friday until"), EVENING)
    saturday_from = _from(_("Saturday from"), None)
    saturday_until = _from(_("Saturday until"), None)
    sunday_from = _from(_("Sunday from"), None)
    sunday_until = _from(_("Sunday until"), None)

    DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

    class Meta:
        verbose_name = _("working week")
        verbose_name_plural = _("working weeks")

    def __str__(self) -> str:
        return str(self.site)

    def hours(self) -> tuple[tuple[datetime.time, datetime.time] | None, ...]:
        """From and until of Monday to Sunday, None for a free day. Midnight as the end is the end of the day."""
        days = [(getattr(self, f"{day}_from"), getattr(self, f"{day}_until")) for day in self.DAYS]
        return tuple((begins, ends) if begins is not None and ends is not None else None for begins, ends in days)

    def clean(self) -> None:
        super().clean()
        wrong = {}
        for day in self.DAYS:
            begins, ends = getattr(self, f"{day}_from"), getattr(self, f"{day}_until")
            if (begins is None) != (ends is None):
                missing = "until" if ends is None else "from"
                wrong[f"{day}_{missing}"] = _("Say from when until when, or leave both empty for a free day.")
            elif begins is not None and ends != datetime.time(0) and begins >= ends:
                wrong[f"{day}_until"] = _("The day has to end after it begins; 00:00 is the end of the day.")
        if wrong:
            raise ValidationError(wrong)
        if not any(self.hours()):
            raise ValidationError(_("Nobody would ever work: give at least one day its hours."))


class Holiday(models.Model):
    """A day on which a site rests: once, or every year."""

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="holidays", verbose_name=_("site")
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80)
    is_yearly = models.BooleanField(_("every year"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ("day",)
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_holiday_a_site_and_day")]

    def __str__(self) -> str:
        return f"{self.name} ({self.day})"

    def clean(self) -> None:
        super().clean()
        if self.site_id is None or self.day is None:
            return
        calendar = calendar_of(self.site, without=self.pk).with_holiday(self.day, is_yearly=self.is_yearly)
        try:
            calendar.after(timezone.now(), 1)
            calendar.after(timezone.make_aware(datetime.datetime.combine(self.day, MORNING)), 1)
        except NoWorkingTime:
            raise ValidationError(_("With this one, nobody would work for two years. Remove another first.")) from None


def calendar_of(site: Any = None, *, without: int | None = None) -> Calendar:
    """The working time of a site, the default one if none is named, in two queries.

    ``without`` leaves one holiday out.
    """
    weeks = WorkingTime.objects.filter(site=site) if site else WorkingTime.objects.filter(site__is_default_site=True)
    holidays = Holiday.objects.filter(site=site) if site else Holiday.objects.filter(site__is_default_site=True)
    week = weeks.first()
    days = list(holidays.exclude(pk=without or 0).values_list("day", "is_yearly"))
    return Calendar(
        zone=(zone_named(week.time_zone) if week else None) or timezone.get_default_timezone(),
        hours=week.hours() if week else USUAL,
        holidays=frozenset(day for day, is_yearly in days if not is_yearly),
        yearly=frozenset((day.month, day.day) for day, is_yearly in days if is_yearly),
    )


def site_of(page: Any) -> Any:
    """The site a page belongs to, or None for the default one."""
    return Site.objects.filter(root_page__in=page.get_ancestors(inclusive=True)).order_by("-root_page__depth").first()
