"""Naming a deputy, and ending it early."""

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.access import is_somebody

from . import notices
from .deputies import Deputy, forget_shown, today_of
from .models import Membership, Role

LONGEST = datetime.timedelta(366)


def may_name_for(user: Any, person: Any) -> bool:
    """People name their own deputy; for somebody who is absent, a lead of one of their teams does."""
    if not is_somebody(user):
        return False
    if user.pk == person.pk:
        return True
    led = Membership.objects.filter(person=user, role=Role.LEAD, team__archived_at=None).values("team")
    return bool(person.is_active and Membership.objects.filter(person=person, team__in=led).exists())


@transaction.atomic
def name_deputy(
    *, person: Any, deputy: Any, first_day: datetime.date, last_day: datetime.date, by: Any, note: str = ""
) -> Deputy:
    """Let ``deputy`` stand in for ``person``. Raises PermissionDenied, or ValidationError with the sentence why not."""
    if not may_name_for(by, person):
        raise PermissionDenied
    # Both rows in one order: whoever names either of them at this moment waits, and two circles cannot close at once.
    people = get_user_model().objects.select_for_update().filter(pk__in=[person.pk, deputy.pk]).order_by("pk")
    locked = {row.pk: row for row in people}
    person, deputy = locked[person.pk], locked[deputy.pk]
    _check_people(person, deputy)
    _check_days(person, first_day, last_day)
    _check_overlap(person, first_day, last_day)
    _check_circle(person, deputy, first_day, last_day)
    row = Deputy.objects.create(
        person=person, deputy=deputy, first_day=first_day, last_day=last_day, named_by=by, note=note.strip()
    )
    transaction.on_commit(lambda: forget_shown(person.pk))
    forget_shown(person.pk)
    _log("teams.deputy", row, by)
    notices.deputy_named(row, by=by)
    return row


@transaction.atomic
def end_early(*, row: Deputy, by: Any) -> bool:
    """The absent person is back, or it was a mistake: by whoever may name, or by the deputy. Returns whether there was
    something to end."""
    row = Deputy.objects.select_for_update(of=("self",)).select_related("person", "deputy").get(pk=row.pk)
    if not (may_name_for(by, row.person) or (is_somebody(by) and by.pk == row.deputy_id)):
        raise PermissionDenied
    if row.ended_at is not None or row.last_day < today_of(row.person):
        return False
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    transaction.on_commit(lambda: forget_shown(row.person_id))
    forget_shown(row.person_id)
    _log("teams.deputy_ended", row, by)
    notices.deputy_ended(row, by=by)
    return True


def _check_people(person: Any, deputy: Any) -> None:
    if person.pk == deputy.pk:
        raise ValidationError({"deputy": _("Nobody stands in for themselves. Choose a colleague.")})
    if not person.is_active:
        raise ValidationError({"deputy": _("%(name)s has no access any more.") % {"name": person.display_name}})
    if not deputy.is_active:
        raise ValidationError(
            {"deputy": _("%(name)s has no access any more. Choose somebody else.") % {"name": deputy.display_name}}
        )


def _check_days(person: Any, first_day: datetime.date, last_day: datetime.date) -> None:
    if last_day < first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    if last_day < today_of(person):
        raise ValidationError({"last_day": _("These days are over. Choose a last day that is today or later.")})
    if last_day - first_day > LONGEST:
        raise ValidationError({"last_day": _("That is more than a year. Choose an earlier last day.")})


def _check_overlap(person: Any, first_day: datetime.date, last_day: datetime.date) -> None:
    other = (
        Deputy.objects.standing().meeting(first_day, last_day).filter(person=person).select_related("deputy").first()
    )
    if other is not None:
        raise ValidationError(
            _("From %(first)s to %(last)s %(name)s stands in already. End that first, or choose other days.")
            % {**_days(other.first_day, other.last_day), "name": other.deputy.display_name}
        )


def _check_circle(person: Any, deputy: Any, first_day: datetime.date, last_day: datetime.date) -> None:
    """Refuses when the deputy is away on one of these days and, by whatever chain, their work comes back."""
    open_ends, met = [(deputy.pk, first_day, last_day)], set()
    while open_ends:
        absent, first, last = open_ends.pop()
        rows = Deputy.objects.standing().meeting(first, last).filter(person=absent).select_related("person", "deputy")
        for row in rows:
            days = max(row.first_day, first), min(row.last_day, last)
            if row.deputy_id == person.pk:
                raise ValidationError(
                    _(
                        "That goes round in a circle: from %(first)s to %(last)s %(absent)s is away as well, and "
                        "%(person)s stands in. Choose somebody else."
                    )
                    % {**_days(*days), "absent": row.person.display_name, "person": person.display_name}
                )
            step = (row.deputy_id, *days)
            if step not in met:
                met.add(step)
                open_ends.append(step)


def _days(first: datetime.date, last: datetime.date) -> dict[str, str]:
    return {"first": formats.date_format(first), "last": formats.date_format(last)}


def _log(action: str, row: Deputy, by: Any) -> None:
    data = {"deputy": row.pk, "first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
    log(instance=row.person, action=action, user=by, data=data)
