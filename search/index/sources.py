"""Reading the things that are found: for each kind, the rows that may be found at all, and their words.

Only what is shown to its readers is here: live pages, comments that stand, people who have access.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.html import strip_tags
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from blog.models import WriteUpPage
from conversations.models import Comment
from conversations.writing import words as said
from library.models import StoredDocument
from people.models import User
from publishing.models import Article, ArticleTag
from teams.models import Team, Visibility

from ..bodies import texts_of
from ..models import Entry, Kind, Outcome


@dataclass
class Thing:
    """An entry that is not stored yet, and its words."""

    entry: Entry
    body: str = ""
    title: str = field(init=False)

    def __post_init__(self) -> None:
        self.title = self.entry.title
        self.entry.title = self.entry.title[:255]


Things = Iterator[Thing]


@dataclass(frozen=True)
class Source:
    """``found`` are the rows that may be found, the oldest first; ``read`` makes things of those with these numbers."""

    found: Callable[[], QuerySet[Any]]
    read: Callable[[Iterable[int]], Things]


def _articles_found(is_write_up: bool) -> QuerySet[Any]:
    leaf = ContentType.objects.get_for_model(WriteUpPage).pk
    kinds = Q(content_type_id=leaf) if is_write_up else ~Q(content_type_id=leaf)
    return Article.objects.filter(kinds, live=True).order_by("published", "pk")


_ARTICLE = (
    "pk", "title", "summary", "outcome", "settled_words", "settled_at", "audience_id", "team_id", "purpose", "result",
    "published", "first_published_at", "owner_id",
)  # fmt: skip


def _articles(kind: Kind, pks: Iterable[int]) -> Things:
    found = _articles_found(kind == Kind.WRITE_UP).filter(pk__in=pks)
    rows = list(found.annotate(has_authors=Exists(Article.objects.filter(pk=OuterRef("pk"), authorships__isnull=False)))
                .values(*_ARTICLE, "has_authors"))  # fmt: skip
    numbers = [row["pk"] for row in rows]
    texts = texts_of(numbers)
    tags: dict[int, list[str]] = {pk: [] for pk in numbers}
    for pk, name in ArticleTag.objects.filter(content_object_id__in=numbers).values_list(
        "content_object_id", "tag__name"
    ):
        tags[pk].append(name)
    for row in rows:
        at = row["published"] or row["first_published_at"]
        is_settled = row["outcome"] or row["settled_at"]
        entry = Entry(
            kind=kind,
            object_id=row["pk"],
            title=row["title"],
            audience_id=row["audience_id"],
            team_id=row["team_id"],
            page_id=row["pk"],
            person_id=None if row["has_authors"] else row["owner_id"],
            purpose=row["purpose"],
            outcome=row["result"] or (Outcome.SETTLED if is_settled else ""),
            year=at.year if at else None,
        )
        if at:
            entry.at = at
        text = texts.get(row["pk"], "")
        yield Thing(entry, " ".join([row["summary"], row["outcome"], row["settled_words"], *tags[row["pk"]], text]))


def _comments(pks: Iterable[int]) -> Things:
    for comment in _comments_found().filter(pk__in=pks).select_related("page"):
        at = comment.shown_at or comment.submit_date
        entry = Entry(
            kind=Kind.COMMENT,
            object_id=comment.pk,
            audience_id=comment.page.audience_id,
            team_id=comment.page.team_id,
            page_id=comment.page_id,
            person_id=comment.user_id,
            year=at.year,
            at=at,
        )
        yield Thing(entry, said.plain(comment.comment))


def _comments_found() -> QuerySet[Any]:
    return Comment.objects.shown().filter(page__live=True).order_by("pk")


def _people(pks: Iterable[int]) -> Things:
    for person in User.objects.active().filter(pk__in=pks):
        entry = Entry(
            kind=Kind.PERSON, object_id=person.pk, title=person.display_name, at=person.date_joined
        )  # without a year: somebody is not of the year in which they came
        words = (person.username, person.job_title, person.place, person.languages, person.about)
        yield Thing(entry, " ".join(words))


def _teams_found() -> QuerySet[Any]:
    return Team.objects.filter(page__isnull=False).order_by("pk")


def _teams(pks: Iterable[int]) -> Things:
    for team in _teams_found().filter(pk__in=pks).select_related("page"):
        entry = Entry(
            kind=Kind.TEAM,
            object_id=team.pk,
            title=team.name,
            audience_id=team.audience_id,
            team_id=team.pk,
            at=team.created_at,
        )
        yield Thing(entry, f"{team.purpose} {strip_tags(team.page.about)}")


def shown_on_pages(pks: Iterable[int], leaving: int | None = None) -> set[int]:
    """Those of these documents that a live page shows, other than one that is ``leaving``."""
    pages = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(StoredDocument),
        to_object_id__in=[str(pk) for pk in pks],
        base_content_type=ContentType.objects.get_for_model(Page),
    ).annotate(page=Cast("object_id", Page._meta.get_field("id").__class__()))
    live = pages.filter(Exists(Page.objects.exclude(pk=leaving).filter(pk=OuterRef("page"), live=True)))
    return {int(pk) for pk in live.values_list("to_object_id", flat=True)}


def audience_of_document(team: Team | None, is_shown: bool) -> int | None:
    """Who finds a document. One that no live page shows may belong to something that nobody has approved yet, so only
    its team finds it; what belongs to the house is for everybody."""
    if team is None:
        return None
    return None if is_shown and team.visibility == Visibility.OPEN else team.readers_id


def _documents_found() -> QuerySet[Any]:
    """Those of teams and of the house. A collection that is closed in any other way is left alone."""
    closed = CollectionViewRestriction.objects.filter(collection_id=OuterRef("collection_id"))
    found = StoredDocument.objects.filter(Q(collection__team__isnull=False) | Q(collection__depth=2) & ~Exists(closed))
    return found.order_by("created_at", "pk")


def _documents(pks: Iterable[int]) -> Things:
    rows = list(
        _documents_found()
        .filter(pk__in=pks)
        .select_related("collection__team")
        .annotate(text=Coalesce(F("words__text"), Value(""), output_field=TextField()))
    )
    shown = shown_on_pages([row.pk for row in rows])
    for row in rows:
        team = getattr(row.collection, "team", None)
        entry = Entry(
            kind=Kind.DOCUMENT,
            object_id=row.pk,
            title=row.title,
            audience_id=audience_of_document(team, row.pk in shown),
            team=team,
            person_id=row.uploaded_by_user_id,
            year=row.created_at.year,
            at=row.created_at,
        )
        yield Thing(entry, f"{row.filename} {row.text}")


SOURCES: dict[str, Source] = {
    Kind.POST: Source(lambda: _articles_found(False), lambda pks: _articles(Kind.POST, pks)),
    Kind.WRITE_UP: Source(lambda: _articles_found(True), lambda pks: _articles(Kind.WRITE_UP, pks)),
    Kind.COMMENT: Source(_comments_found, _comments),
    Kind.DOCUMENT: Source(_documents_found, _documents),
    Kind.PERSON: Source(lambda: User.objects.active().order_by("pk"), _people),
    Kind.TEAM: Source(_teams_found, _teams),
}
