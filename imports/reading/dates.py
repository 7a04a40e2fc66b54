"""The several ways in which exports write a moment."""

from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from django.utils import timezone


def of_wordpress(universal: str, local: str, published: str, zone: tzinfo | None = None) -> datetime | None:
    """A post's moment: by its universal time; for drafts, which have none, by the other two.

    ``zone`` is that of the blog, where it is known; the site's own otherwise.
    """
    return _plain(universal, UTC) or of_mail(published) or _plain(local, zone or timezone.get_default_timezone())


def _plain(words: str, zone: tzinfo) -> datetime | None:
    """``2010-07-13 16:16:46``. WordPress writes zeros where there is nothing."""
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return _sane(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def of_mail(words: str) -> datetime | None:
    """``Tue, 13 Jul 2010 16:16:46 +0000``."""
    try:
        moment = parsedate_to_datetime(words.strip())
    except (ValueError, TypeError, IndexError):
        return None
    return _sane(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def of_atom(words: str) -> datetime | None:
    """``2011-05-11T19:46:00.001-07:00``."""
    return _plain(words, UTC)


def _sane(moment: datetime) -> datetime | None:
    """In universal time; None for a year in which nobody blogged, which stands for no date."""
    try:
        moment = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if 1970 <= moment.year <= 2200 else None
