"""Who will read a draft once it is live: how many, some of them by name, and whether they can open what stands in it.

The rule of ``visible_to``, asked from the other side and before there is anything to be seen.
"""

import copy
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from core.access import can_view, group_ids, is_administrator
from core.cms_forms import named_by
from teams.models import Team
from teams.permissions import may_read

SHOWN_BY_NAME = 5


@dataclass(frozen=True)
class NamedFile:
    """A picture or document in a draft. ``title`` is empty where whoever looks may not see it themselves."""

    title: str
    is_picture: bool
    closed_to: int


@dataclass(frozen=True)
class Receipt:
    """``sample`` is empty for those who may not know the team's members."""

    team: Team
    count: int
    sample: list[Any] = field(default_factory=list)
    files: list[NamedFile] = field(default_factory=list)
    may_view_as: bool = False

    @property
    def is_for_everybody(self) -> bool:
        return self.team.audience_id is None

    @property
    def closed_files(self) -> list[NamedFile]:
        return [each for each in self.files if each.closed_to]


def readers_of(team: Team) -> QuerySet[Any]:
    """Everybody with access, or the team's members and administrators: by name."""
    people = get_user_model().objects.active().by_name()
    if team.audience_id is None:
        return people
    held = get_user_model().groups.through.objects.filter(group_id=team.audience_id)
    return people.filter(Q(is_superuser=True) | Q(pk__in=held.values("user_id")))


def receipt_for(viewer: Any, page: Any, team: Team) -> Receipt:
    """What ``viewer`` is told of who will read ``page`` once it is live in ``team``. The number of queries does not
    depend on how many will, nor on how many files stand in it."""
    readers = readers_of(team)
    count = readers.count()
    knows_them = may_read(viewer, team)
    return Receipt(
        team=team,
        count=count,
        sample=_spread(readers, count) if knows_them else [],
        files=_files(viewer, page, readers, team),
        may_view_as=knows_them,
    )


def _spread(readers: QuerySet[Any], count: int) -> list[Any]:
    """Some of many, always the same ones: the first and the last by name, and others evenly between them."""
    shown = min(count, SHOWN_BY_NAME)
    places = {1 + (number * (count - 1)) // max(1, shown - 1) for number in range(shown)}
    placed = readers.annotate(rank_by_name=Window(RowNumber(), order_by=[F("name_folded").asc(), F("pk").asc()]))
    return list(placed.filter(rank_by_name__in=places).order_by("rank_by_name"))


# --- Files -----------------------------------------------------------------------------------------------------------


def _files(viewer: Any, page: Any, readers: QuerySet[Any], team: Team) -> list[NamedFile]:
    """The pictures and documents that a page names, in the order of their titles, each with how many of its readers
    cannot open it."""
    named = named_by(page)
    found: list[tuple[Any, bool, bool]] = []
    models: tuple[tuple[type[Model], bool], ...] = ((get_image_model(), True), (get_document_model(), False))
    for model, is_picture in models:
        ids = [pk for kind, pk in named if kind is model]
        manager: Any = model._default_manager
        seen = set(manager.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
        rows = manager.filter(pk__in=ids).select_related("collection").order_by("title", "pk") if ids else ()
        found += [(row, is_picture, row.pk in seen) for row in rows]
    shut = _closed_to({row.collection for row, _is_picture, _is_seen in found}, readers, team)
    return [
        NamedFile(row.title if is_seen else "", is_picture, shut[row.collection_id])
        for row, is_picture, is_seen in found
    ]


def _closed_to(collections: set[Collection], readers: QuerySet[Any], team: Team) -> dict[int, int]:
    """To how many of these readers each collection is closed. What the house or the team itself keeps costs nothing
    more; a team's page seldom names a file of another team."""
    rows = CollectionViewRestriction.objects.exclude(restriction_type=CollectionViewRestriction.LOGIN)
    rules = [
        (restriction.collection.path, {group.pk for group in restriction.groups.all()})
        for restriction in (rows.select_related("collection").prefetch_related("groups") if collections else ())
    ]
    shut = {}
    for collection in collections:
        asked = [groups for path, groups in rules if collection.path.startswith(path)]
        if all(team.audience_id in groups for groups in asked):
            shut[collection.pk] = 0
            continue
        inside = readers
        for groups in asked:
            held = get_user_model().groups.through.objects.filter(group_id__in=groups)
            inside = inside.filter(Q(is_superuser=True) | Q(pk__in=held.values("user_id")))
        shut[collection.pk] = readers.count() - inside.count()
    return shut


# --- With the eyes of one of them ------------------------------------------------------------------------------------


def will_read(person: Any, team: Team) -> bool:
    """Whether ``person`` reads what goes live in ``team``."""
    return person.is_active and (
        team.audience_id is None or is_administrator(person) or team.audience_id in group_ids(person)
    )


def closed_to_them(person: Any, viewer: Any, page: Any) -> list[str]:
    """The titles of the files in a draft that ``person`` could not open, as far as ``viewer`` may know them."""
    models = {get_image_model(), get_document_model()}
    found = []
    for model in models:
        ids = [pk for kind, pk in named_by(page) if kind is model]
        manager: Any = model._default_manager
        shut = manager.filter(pk__in=ids).exclude(pk__in=manager.visible_to(person).filter(pk__in=ids).values("pk"))
        found += [row.title if can_view(viewer, row) else str(_("a file you may not see")) for row in shut]
    return sorted(found)


def seen_with(person: Any, viewer: Any) -> Any:
    """Somebody to draw a page for who reads only what both ``person`` and ``viewer`` may read.

    The page as ``person`` sees it would name other pages that they may read, and whoever looks through their eyes may
    not. Never to be saved, and asked nothing but what they read.
    """
    eyes = copy.copy(person)
    if is_administrator(viewer):
        return eyes
    eyes._group_ids = group_ids(viewer) if is_administrator(person) else group_ids(person) & group_ids(viewer)
    eyes.is_superuser = False
    return eyes
