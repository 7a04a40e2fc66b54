"""Who wants to hear of what in which channel."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from .kinds import Kind, kind_named, kinds_with_mail
from .models import Channel, Choice, Notification, Rhythm


class CannotBeOff(Exception):  # noqa: N818 - it is an answer, and no error of ours
    """Somebody waits for this person's answer: such mail may come once a day, and not never."""


def channel_of(person: Any, kind: Kind) -> Channel:
    return channels_for(kind, [person.pk]).get(person.pk, kind.default)


def channels_for(kind: Kind, people: Collection[int]) -> dict[int, Channel]:
    """The channels of those who chose another than the kind's own. One query."""
    rows = Choice.objects.filter(kind=kind.name, person_id__in=people).values_list("person_id", "channel")
    return {person_id: Channel(channel) for person_id, channel in rows}


def channels_of(person: Any) -> dict[str, Channel]:
    """Every kind that has a mail, with the channel this person gets it in. One query."""
    chosen = dict(Choice.objects.filter(person_id=person.pk).values_list("kind", "channel"))
    return {kind.name: Channel(chosen.get(kind.name, kind.default)) for kind in kinds_with_mail()}


@transaction.atomic
def choose(*, person: Any, kind: str, channel: Channel) -> None:
    """Set the channel of one kind. What waits to be mailed follows, but never into a more frequent channel."""
    described = kind_named(kind)
    if described is None or not described.has_mail:
        raise LookupError(f"There is no mail of the kind {kind!r}.")
    if described.duty and channel == Channel.NEVER:
        raise CannotBeOff(kind)
    if channel == described.default:
        Choice.objects.filter(person_id=person.pk, kind=kind).delete()
    else:
        Choice.objects.update_or_create(person_id=person.pk, kind=kind, defaults={"channel": channel})
    rarer = {Channel.NEVER: [Channel.NOW, Channel.DAILY], Channel.DAILY: [Channel.NOW], Channel.NOW: []}[channel]
    Notification.objects.filter(person_id=person.pk, kind=kind, mailed_by="", read_at=None, channel__in=rarer).update(
        channel=channel
    )


def unsubscribe(*, person: Any, kinds: Iterable[str]) -> None:
    """No mail of these kinds any more; of a duty, one a day."""
    for name in kinds:
        kind = kind_named(name)
        if kind is not None and kind.has_mail:
            choose(person=person, kind=name, channel=Channel.DAILY if kind.duty else Channel.NEVER)


@transaction.atomic
def choose_all(*, person: Any, channels: dict[str, Channel], digest_hour: int, follows_own_talk: bool) -> None:
    """Everything that the page of choices says, at once."""
    before = channels_of(person)
    for name, channel in channels.items():
        if before.get(name) != channel:
            choose(person=person, kind=name, channel=channel)
    Rhythm.objects.update_or_create(
        person_id=person.pk, defaults={"digest_hour": digest_hour, "follows_own_talk": follows_own_talk}
    )
