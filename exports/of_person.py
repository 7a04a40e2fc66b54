"""Everything by and about one person, for that person.

Other people in these rows are left out, and so is whatever the person may not read today: of a comment in a team that
they left stay their own words, and no title.
"""

from collections.abc import Callable, Iterator
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from conversations.models import Comment
from library.models import Picture, StoredDocument
from notifications.kinds import seen_among
from notifications.models import Notification
from publishing.models import Article
from teams.models import Membership, Team

from . import lines
from .archive import Target
from .parts import Part, Row, write_parts
from .readable.pages import links_among, write_pages
from .readable.prose import one_line
from .readable.threads import DAY
from .site import PERSON, Say, heading, write_schema
from .stored_files import StoredName, named_by, take_files
from .tables import AT_ONCE, Table, all_tables, batches

WITHOUT = {"people.User": frozenset({"password", "session_epoch", "groups", "user_permissions"})}
_PAGE_TABLES = ("wagtailcore.Page", "publishing.Article", "blog.BlogPostPage", "blog.WriteUpPage")


def write_person(target: Target, person: Any, say: Say = lambda words: None) -> dict[str, Any]:
    """Write what is by and about ``person``, as far as they may read it today; returns the manifest."""
    theirs = Q(owner=person) | Q(authorships__person=person)
    edits = Article.objects.editable_by(person)
    reads = Article.objects.visible_to(person)
    parts = parts_of(person, edits, edits.filter(theirs))
    write_parts(target, parts, say)
    target.text("account.json", lines.pretty(account_of(person)))
    target.text("comments.md", comments_of(person, reads))
    live = reads.filter(pk__in=Article.objects.filter(theirs).values("pk"))
    teams = Team.objects.visible_to(person).filter(pk__in=live.values("team"))
    pictures, documents = Picture.objects.visible_to(person), StoredDocument.objects.visible_to(person)
    links = links_among(live, teams, pictures, documents)
    write_pages(target, live, teams, links, say)
    lost = take_files(target, _files(person, pictures, documents, links.used), say)
    write_schema(target, [part.table for part in parts])
    manifest = heading(PERSON) | {"person": person.username, "lost_files": lost}
    target.finish(manifest)
    return manifest | {"files": target.files}


# --- Rows -------------------------------------------------------------------------------------------------------------


def parts_of(person: Any, edits: QuerySet[Any], written: QuerySet[Any]) -> list[Part]:
    """Rows of all tables that name anybody. Versions of pages are shown of those that the person edits today: others
    may have written in them too."""
    changes = _changes(person, set(edits.values_list("pk", flat=True)))
    found = []
    for table in all_tables():
        rows = _rows(table, person, written)
        if rows is not None:
            shown = Table(table.carried, table.model, without=WITHOUT.get(table.label, frozenset()))
            found.append(Part(shown, rows, _without_others(shown, person, changes.get(table.label))))
    return found


def _rows(table: Table, person: Any, written: QuerySet[Any]) -> QuerySet[Any] | None:
    """Rows that name the person; None for a table that never names anybody."""
    if table.label in _PAGE_TABLES:
        return table.everything().filter(pk__in=written.values("pk"))
    if table.label in _SPECIAL:
        return table.everything().filter(_SPECIAL[table.label](person))
    names = [each for each in naming_columns(table) if each not in table.carried.of_others]
    if not names:
        return None
    named = Q()
    for name in names:
        named |= Q(**{name: person.pk})
    return table.everything().filter(named)


def naming_columns(table: Table) -> list[str]:
    """Columns that name a person."""
    user = get_user_model()._meta.label
    return [column.name for column in table.all_columns if column.refers_to == user]


def _log_of(person: Any) -> Q:
    kind = ContentType.objects.get_for_model(get_user_model())
    return Q(user=person) | Q(content_type=kind, object_id=str(person.pk))


def _parts_in(person: Any) -> Q:
    """As what somebody took part stands in a page; of one they may not read it is no more theirs than its text."""
    pages = [
        rows.order_by().values("pk")
        for rows in (Article.objects.visible_to(person), Article.objects.editable_by(person))
    ]
    return Q(person=person) & (Q(write_up__in=pages[0]) | Q(write_up__in=pages[1]))


_SPECIAL: dict[str, Callable[[Any], Q]] = {
    "blog.WriteUpPerson": _parts_in,
    "people.User": lambda person: Q(pk=person.pk),
    "conversations.Comment": lambda person: Q(user=person),
    "django_comments_xtd.XtdComment": lambda person: Q(user=person),
    "conversations.ModerationRecord": lambda person: Q(by=person) | Q(person=person) | Q(comment__user=person),
    "wagtailcore.ModelLogEntry": _log_of,
    "library.Picture": lambda person: Q(pk__in=Picture.objects.visible_to(person).filter(uploaded_by_user=person)),
    "library.StoredDocument": lambda person: Q(
        pk__in=StoredDocument.objects.visible_to(person).filter(uploaded_by_user=person)
    ),
}


def _without_others(table: Table, person: Any, change: Callable[[Row], Row] | None) -> Callable[[Row], Row]:
    """Whoever else is named in a row is nobody in this archive."""
    names = set(naming_columns(table))

    def shown(row: Row) -> Row:
        masked = {name: None if name in names and value != person.pk else value for name, value in row.items()}
        return change(masked) if change else masked

    return shown


def _changes(person: Any, edited: set[int]) -> dict[str, Callable[[Row], Row]]:
    def of_revision(row: Row) -> Row:
        number = str(row["object_id"])
        is_page = row["base_content_type"] == "wagtailcore.page"
        may_read = is_page and number.isdecimal() and int(number) in edited
        return row if may_read else row | {"content": {}, "object_str": ""}

    def of_page_log(row: Row) -> Row:
        return row | {"label": row["label"] if row["page"] in edited else "", "data": {}}

    seen = _told_and_seen(person)

    return {
        "wagtailcore.Revision": of_revision,
        "wagtailcore.PageLogEntry": of_page_log,
        "wagtailcore.ModelLogEntry": lambda row: row | {"label": "", "data": {}},
        "conversations.ModerationRecord": lambda row: row | {"before": {}},
        "notifications.Notification": lambda row: row if row["id"] in seen else row | {"data": {}, "about": []},
    }


def _told_and_seen(person: Any) -> set[int]:
    """What the person was told and may still read."""
    rows = Notification.objects.filter(person=person).select_related("page", "actor").order_by("pk")
    return {pk for some in batches(rows.iterator(chunk_size=AT_ONCE), AT_ONCE) for pk in seen_among(person, some)}


# --- In words ---------------------------------------------------------------------------------------------------------


def account_of(person: Any) -> dict[str, Any]:
    """What is held about somebody's account and signing in, in one place."""
    attempts = AccessAttempt.objects.filter(username__iexact=person.username).order_by("attempt_time")
    teams = Membership.objects.filter(person=person).select_related("team").order_by("joined_at", "pk")
    return {
        "username": person.username,
        "name": person.get_full_name(),
        "email": person.email,
        "here_since": _moment(person.date_joined),
        "last_sign_in": _moment(person.last_login),
        "is_active": person.is_active,
        "is_administrator": person.is_superuser,
        "groups": sorted(person.groups.values_list("name", flat=True)),
        "teams": [{"team": row.team.name, "role": row.role, "since": _moment(row.joined_at)} for row in teams],
        "failed_sign_ins": [
            {"at": _moment(row.attempt_time), "from": row.ip_address, "with": row.user_agent} for row in attempts
        ],
    }


def _moment(at: Any) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def comments_of(person: Any, reads: QuerySet[Any]) -> str:
    """Everything somebody said in threads, the oldest first, under the titles of pages that they may read."""
    titles = dict(reads.filter(comments__user=person).values_list("pk", "title"))
    rows = Comment.objects.filter(user=person).order_by("submit_date", "pk")
    parts = []
    for pk, page, at, words in rows.values_list("pk", "page_id", "submit_date", "comment").iterator():
        title = f", {one_line(titles[page])}" if page in titles else ""
        parts.append(f"## {at.strftime(DAY)}{title}\n\n{words}\n\n<!-- {pk} -->")
    return "\n\n".join(parts) + "\n" if parts else ""


# --- Files ------------------------------------------------------------------------------------------------------------


def _files(person: Any, pictures: QuerySet[Any], documents: QuerySet[Any], used: set[str]) -> Iterator[StoredName]:
    user = get_user_model()
    face: Any = user._meta.get_field("face")
    yield from named_by(user._base_manager.filter(pk=person.pk), "face", face.storage)
    for rows in (pictures, documents):
        field: Any = rows.model._meta.get_field("file")
        yield from named_by(rows.filter(uploaded_by_user=person), "file", field.storage)
    storage: Any = Picture._meta.get_field("file").storage  # type: ignore[union-attr]  # a field of files
    for name in sorted(used):
        yield StoredName(name, storage)
