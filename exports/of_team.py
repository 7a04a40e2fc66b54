"""What a team wrote, for the lead who takes it along: what that lead may read, and nothing of other teams.

It is for reading elsewhere and for other programs; only the export of a whole site comes back.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page

from conversations.models import Comment, State
from library.models import Picture, StoredDocument
from publishing.lifecycle import address_of
from publishing.models import Article
from teams.house import house_collection
from teams.models import Team

from .archive import Target
from .parts import Part, Row, as_it_is, write_parts
from .readable.links import Links
from .readable.pages import links_among, write_pages
from .site import TEAM, Say, heading, write_schema
from .stored_files import StoredName, named_by, take_files
from .tables import Table, all_tables

SHOWN_OF_PEOPLE = frozenset({"id", "username", "first_name", "last_name", "job_title", "is_active"})
# Where a comment was written from is nobody's business but the house's.
WITHOUT = {"django_comments.Comment": frozenset({"ip_address", "user_email", "user_url"})}


def write_team(target: Target, team: Team, by: Any, say: Say = lambda words: None) -> dict[str, Any]:
    """Write what ``by``, who leads it, may read of ``team``; returns the manifest."""
    parts = parts_of(team, by)
    write_parts(target, parts, say)
    live = Article.objects.visible_to(by).filter(team=team)
    links = links_of(team, by, live)
    write_pages(target, live, Team.objects.filter(pk=team.pk), links, say)
    lost = take_files(target, _files(team, links), say)
    write_schema(target, [part.table for part in parts])
    manifest = heading(TEAM) | {"team": team.slug, "lost_files": lost}
    target.finish(manifest)
    return manifest | {"files": target.files}


def parts_of(team: Team, by: Any) -> list[Part]:
    parts = [part for table in all_tables() if (part := _part(table, team, by)) is not None]
    return sorted([*parts, _people(parts, team)], key=lambda part: part.table.label.lower())


def links_of(team: Team, by: Any, live: QuerySet[Any]) -> Links:
    """Files of the team and of the house; pages of the team by file, others that ``by`` reads by address."""
    places = (team.collection, house_collection())
    links = links_among(
        live,
        Team.objects.filter(pk=team.pk),
        Picture.objects.visible_to(by).filter(collection__in=places),
        StoredDocument.objects.visible_to(by).filter(collection__in=places),
    )
    others = Article.objects.visible_to(by).exclude(team=team).order_by("pk").values_list("pk", "url_path")
    links.elsewhere = {pk: f"{settings.WAGTAILADMIN_BASE_URL}{address_of(path)}" for pk, path in others.iterator()}
    return links


# --- Rows -------------------------------------------------------------------------------------------------------------


def _part(table: Table, team: Team, by: Any) -> Part | None:
    narrowed = _SPECIAL.get(table.label, _by_path)(table, team)
    if narrowed is None:
        return None
    shown = Table(table.carried, table.model, without=WITHOUT.get(table.label, frozenset()))
    return Part(shown, narrowed, _changes(by).get(table.label, as_it_is))


def _by_path(table: Table, team: Team) -> QuerySet[Any] | None:
    """By the path that its room has told; the tables of many-to-many fields by that of their owner."""
    path = table.carried.team
    if not path:
        return None
    if table.model._meta.auto_created:
        owner = next(field.name for field in table.columns[0].field.model._meta.fields if _leads_to_owner(field, table))
        path = f"{owner}__{path}"
    return table.everything().filter(**{path: team.pk})


def _leads_to_owner(field: Any, table: Table) -> bool:
    return field.remote_field is not None and field.remote_field.model is table.carried.model


def _pages(team: Team) -> QuerySet[Any]:
    return Page.objects.filter(path__startswith=team.page.path)


def _revisions(table: Table, team: Team) -> QuerySet[Any]:
    numbers = _pages(team).order_by().annotate(number=Cast("pk", CharField())).values("number")
    kind = ContentType.objects.get_for_model(Page)
    return table.everything().filter(base_content_type=kind, object_id__in=numbers)


def _collection(table: Table, team: Team) -> QuerySet[Any]:
    return table.everything().filter(collection_id=team.collection_id)


_SPECIAL: dict[str, Callable[[Table, Team], QuerySet[Any] | None]] = {
    "wagtailcore.Page": lambda table, team: _pages(team),
    "wagtailcore.Revision": _revisions,
    "wagtailcore.PageLogEntry": lambda table, team: table.everything().filter(page__in=_pages(team)),
    "publishing.Tag": lambda table, team: table.everything().filter(article_tags__content_object__team=team).distinct(),
    "library.Picture": _collection,
    "library.StoredDocument": _collection,
    "conversations.CommentVersion": lambda table, team: table.everything().filter(
        ~Q(comment__state=State.DELETED), comment__page__team=team
    ),
}


def _changes(by: Any) -> dict[str, Callable[[Row], Row | None]]:
    readable = Article.objects.visible_to(by) | Article.objects.editable_by(by)
    seen: dict[int, bool] = {}

    def may_read(pk: int | None) -> bool:
        if pk is None:
            return False
        if pk not in seen:
            seen[pk] = readable.filter(pk=pk).exists()
        return seen[pk]

    def if_readable(row: Row) -> Row | None:
        """What a page rests on leaves no trace where the lead may not read it."""
        return row if may_read(row["cited"]) else None

    def of_revision(row: Row) -> Row:
        """Nor does it in an earlier version of the page, which holds its citations as they were."""
        content = row["content"]
        cites = content.get("citations") if isinstance(content, dict) else None
        if not cites:
            return row
        return row | {"content": content | {"citations": [each for each in cites if may_read(each.get("cited"))]}}

    return {
        "wagtailcore.Revision": of_revision,
        "publishing.Citation": if_readable,
        "django_comments.Comment": _without_deleted_words(),
        "conversations.Comment": lambda row: row | {"html": ""} if row["state"] == State.DELETED else row,
        "wagtailcore.PageLogEntry": lambda row: row | {"data": {}} if _tells_of_other_places(row["action"]) else row,
    }


def _without_deleted_words() -> Callable[[Row], Row | None]:
    deleted = set(Comment.objects.filter(state=State.DELETED).values_list("pk", flat=True))
    return lambda row: row | {"comment": ""} if row["id"] in deleted else row


def _tells_of_other_places(action: str) -> bool:
    """Moves and copies name the page they came from, which may be anybody's."""
    return action.startswith(("wagtail.move", "wagtail.copy", "wagtail.create_alias"))


def _people(parts: list[Part], team: Team) -> Part:
    """Those whom these rows name, as everybody in the house sees them."""
    person = get_user_model()
    users = next(table for table in all_tables() if table.model is person)
    named: set[int] = set()
    for part in parts:
        for column in part.table.columns:
            if column.refers_to == person._meta.label:
                found = part.rows.order_by().exclude(**{f"{column.attname}__isnull": True})
                named |= set(found.values_list(column.attname, flat=True).distinct())
    hidden = frozenset(column.name for column in users.columns) - SHOWN_OF_PEOPLE
    return Part(Table(users.carried, person, without=hidden), person.objects.filter(pk__in=named))


# --- Files ------------------------------------------------------------------------------------------------------------


def _files(team: Team, links: Links) -> Iterator[StoredName]:
    """Everything in the team's collection, and what its pages show of the house's."""
    for model in (Picture, StoredDocument):
        field: Any = model._meta.get_field("file")
        yield from named_by(model._base_manager.filter(collection_id=team.collection_id), "file", field.storage)
    storage = Picture._meta.get_field("file").storage  # type: ignore[union-attr]  # a field of files
    for name in sorted(links.used):
        yield StoredName(name, storage)
