"""Times in the words people use: near ones by their distance, far ones by their date.

Written without ``date_format``: a listing draws forty times, and that function costs more than the row around it.
"""

import datetime

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = 60
HOUR = 3600
HOURS_NAMED_BY_DISTANCE = 12
DAYS_NAMED_BY_WEEKDAY = 7


def short_time(moment: datetime.datetime, *, now: datetime.datetime | None = None) -> str:
    """``moment`` as a reader of a listing wants it: "2 hours ago", "Tuesday 16:00", "12 November"."""
    here = _local(moment)
    today = timezone.localtime(now)
    seconds = (today - here).total_seconds()
    if abs(seconds) < MINUTE:
        return _("just now")
    near = _distance(seconds)
    if near:
        return near
    days = (here.date() - today.date()).days
    if abs(days) < DAYS_NAMED_BY_WEEKDAY:
        return _("%(day)s %(time)s") % {"day": _near_day(here.date(), days), "time": f"{here:%H:%M}"}
    return _far_day(here.date(), today.date())


def short_date(day: datetime.date, *, today: datetime.date | None = None) -> str:
    """A day without a time: "today", "tomorrow", "Friday", "4 December", "4 December 2025"."""
    here = today or timezone.localdate()
    days = (day - here).days
    return _near_day(day, days) if abs(days) < DAYS_NAMED_BY_WEEKDAY else _far_day(day, here)


def full_date(day: datetime.date) -> str:
    return _("%(day)d %(month)s %(year)d") % {"day": day.day, "month": MONTHS[day.month], "year": day.year}


def full_time(moment: datetime.datetime) -> str:
    """The whole of it, for a title and for records: "20 November 2026, 15:12"."""
    here = _local(moment)
    return _("%(date)s, %(time)s") % {"date": full_date(here), "time": f"{here:%H:%M}"}


def duration_words(wait: datetime.timedelta | None) -> str:
    """A length of time as people compare it: minutes up to two hours, hours up to two days, then days."""
    if wait is None:
        return ""
    minutes = max(1, round(wait.total_seconds() / 60))
    if minutes <= 120:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    if hours <= 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _local(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)


def _distance(seconds: float) -> str:
    """Minutes and hours, both ways, as long as they say more than a time of day; empty beyond."""
    size = abs(seconds)
    if size < HOUR:
        count = int(size // MINUTE)
        if seconds > 0:
            return ngettext("%(count)s minute ago", "%(count)s minutes ago", count) % {"count": count}
        return ngettext("in %(count)s minute", "in %(count)s minutes", count) % {"count": count}
    count = int(size // HOUR)
    if count >= HOURS_NAMED_BY_DISTANCE:
        return ""
    if seconds > 0:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", count) % {"count": count}
    return ngettext("in %(count)s hour", "in %(count)s hours", count) % {"count": count}


def _near_day(day: datetime.date, days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    return str(WEEKDAYS[day.weekday()])


def _far_day(day: datetime.date, today: datetime.date) -> str:
    if day.year != today.year:
        return full_date(day)
    return _("%(day)d %(month)s") % {"day": day.day, "month": MONTHS[day.month]}
