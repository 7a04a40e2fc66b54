"""What there is to tell. Each room registers its own kinds, with the words and the right that go with them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.access import is_somebody

from .choices import Channel
from .models import Notification

Rows = Iterable[Notification]


@dataclass(frozen=True)
class Group:
    """Kinds that stand together, as the inbox filters them and the page of choices lists them."""

    name: str
    label: str | Promise
    order: int = 100


OTHER = Group("other", _("Everything else"), 900)


class WhenMuted(Enum):
    """What becomes of a kind for somebody who muted what it is about."""

    TOLD = "told"  # work that waits for them, or an answer to what they did: muting changes nothing
    QUIET = "quiet"  # it names them: a line in the inbox and no mail
    SILENT = "silent"


def about_nothing_closed(person: Any, rows: Rows) -> set[int]:
    """For kinds that name no page: whoever was told may read it."""
    return {row.pk for row in rows} if is_somebody(person) else set()


def every_one_of(page_id: int | None, people: Collection[int]) -> set[int]:
    """For kinds that are closed to nobody."""
    return set(people)


def nothing_seen(person: Any, rows: Rows) -> set[int]:
    """For kinds whose things leave no trace of having been seen, other than in the inbox."""
    return set()


def not_come_back(person: Any, page_id: int, since: datetime) -> bool:
    return False


def as_promised(row: Notification) -> dict[str, Any]:
    """For kinds whose data does not change between a promise and its telling."""
    return row.data


def nothing_carried(row: Notification) -> dict[str, Any]:
    return {}


def no_words(rows: Rows) -> dict[int, str]:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of thing told.

    ``sentence`` gives the line in the inbox, as plain text. ``address`` gives where it leads, or "". ``still_seen``
    answers for many rows at once, with a steady number of queries, which of them ``person`` may still read: what
    somebody lost access to keeps neither title nor link. ``mail`` names the folder and stem of the mail's templates
    (``<mail>_subject.txt``, ``<mail>.txt``), or is "" for what is shown in the inbox alone.

    A kind that ``waits`` is talk: its mail waits a while, gathers what else is said under the same page, is not sent
    for what was read meanwhile, and needs no templates. ``seen_on_site`` and ``came_back`` say what was seen without
    the inbox; ``words`` gives the whole words of rows, which such a mail quotes below the ``lead``, a sentence without.

    ``default`` is the channel of whoever has not chosen; a ``duty`` cannot be switched off. ``readers_among`` answers
    in a steady number of queries which of many people may read a page, for kinds that are told to followers;
    ``data_now`` gives the data of their rows, in the transaction that writes them. ``carried`` gives more for the mail
    about one row: ``quoted``, words of somebody, and ``buttons``, ways to answer, which every such mail shows; what
    else it gives is for the kind's own templates.
    """

    name: str
    label: str | Promise
    sentence: Callable[[Notification], str]
    address: Callable[[Notification], str]
    still_seen: Callable[[Any, Rows], set[int]] = about_nothing_closed
    icon: str = "bell"
    mail: str = ""
    group: Group = OTHER
    default: Channel = Channel.NOW
    duty: bool = False
    waits: bool = False
    when_muted: WhenMuted = WhenMuted.TOLD
    readers_among: Callable[[int | None, Collection[int]], set[int]] = every_one_of
    seen_on_site: Callable[[Any, Rows], set[int]] = nothing_seen
    came_back: Callable[[Any, int, datetime], bool] = not_come_back
    words: Callable[[Rows], dict[int, str]] = no_words
    lead: Callable[[Notification], str] | None = None
    data_now: Callable[[Notification], dict[str, Any]] = as_promised
    carried: Callable[[Notification], dict[str, Any]] = nothing_carried

    @property
    def has_mail(self) -> bool:
        return self.waits or bool(self.mail)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def kinds_with_mail() -> list[Kind]:
    """In the order in which they are shown."""
    return sorted((kind for kind in _kinds.values() if kind.has_mail), key=lambda kind: kind.group.order)


def kinds_of(group: str) -> list[str]:
    return [kind.name for kind in _kinds.values() if kind.group.name == group]


def groups() -> list[Group]:
    return sorted({kind.group for kind in _kinds.values()}, key=lambda group: group.order)


def waiting_kinds() -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.waits]


def is_seen(person: Any, row: Notification) -> bool:
    """Whether ``person`` may still read what one row tells."""
    return row.pk in seen_among(person, [row])


def by_kind(rows: Rows) -> list[tuple[Kind, list[Notification]]]:
    """Rows sorted by their kinds; those of kinds that nobody registers any more are left out."""
    found: dict[str, list[Notification]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return [(_kinds[name], its_rows) for name, its_rows in found.items() if name in _kinds]


def seen_among(person: Any, rows: Rows) -> set[int]:
    """Which rows ``person`` may still read: one question a kind, however many rows."""
    return {pk for kind, its_rows in by_kind(rows) for pk in kind.still_seen(person, its_rows)}


@dataclass(frozen=True)
class Told:
    """A row of the inbox as it may be shown today. ``sentence`` and ``address`` are empty where the right is gone."""

    row: Notification
    sentence: str
    address: str
    icon: str

    @property
    def is_unread(self) -> bool:
        return self.row.read_at is None


def told(person: Any, rows: list[Notification]) -> list[Told]:
    """Rows with words and links, rights asked again."""
    seen = seen_among(person, rows)
    return [_as_told(row, row.pk in seen) for row in rows]


def _as_told(row: Notification, is_readable: bool) -> Told:
    kind = kind_named(row.kind)
    if kind is None or not is_readable:
        return Told(row, "", "", "lock")
    return Told(row, kind.sentence(row), kind.address(row), kind.icon)
