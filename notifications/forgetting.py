"""What was told about somebody whose name is removed no longer names them."""

from typing import Any

from django.db.models import Q

from people import signals

from .models import Notification

# Where kinds keep the name of somebody, for the day when their account is gone.
NAMES = ("name", "person", "by", "actor", "answerer")
AT_A_TIME = 500


def forget_name(person: Any, name: str, **kwargs: Any) -> None:
    """Put today's name in place of the one that is removed, in everything that people were told."""
    named = Q()
    for key in NAMES:
        named |= Q(**{f"data__{key}": name})
    told: list[Notification] = []
    for row in Notification.objects.filter(named).iterator(chunk_size=AT_A_TIME):
        for key in NAMES:
            if row.data.get(key) == name:
                row.data[key] = person.display_name
        told.append(row)
    Notification.objects.bulk_update(told, ["data"], batch_size=AT_A_TIME)
    Notification.objects.filter(person=person).delete()
    person.unread_count = 0
    type(person).objects.filter(pk=person.pk).update(unread_count=0)


def connect() -> None:
    signals.anonymised.connect(forget_name, dispatch_uid="notifications.anonymised")
