"""Keeping entries and their words in step with the things they are of."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from wagtail.models import Page, ReferenceIndex

from core import turns
from core.cms_forms import named_by
from library.models import StoredDocument
from publishing.models import Article
from teams.models import Team

from ..models import ARTICLES, Entry, Kind, Word
from . import words
from .engine import engine
from .sources import SOURCES, Thing, audience_of_document, shown_on_pages

_AT_ONCE = 200
_KEPT_IN_STEP = (
    "title", "audience", "team", "page", "person_id", "purpose", "outcome", "year", "at",
)  # fmt: skip


@transaction.atomic
def put(kind: str, pks: Collection[int]) -> None:
    """Write the entries of these things as they are now; what is not to be found any more loses its entry."""
    _take_turn(kind)
    things = list(SOURCES[kind].read(pks))
    gone = set(pks) - {thing.entry.object_id for thing in things}
    if gone:
        Entry.objects.filter(kind=kind, object_id__in=gone).delete()
    if things:
        _store(kind, things)


def _take_turn(kind: str) -> None:
    """Let nobody else write entries of this kind until the transaction ends: who reads a thing after this, and writes
    its entry, cannot be overtaken by somebody who read it before."""
    turns.take(f"search:{kind}")


def _store(kind: str, things: list[Thing]) -> None:
    Entry.objects.bulk_create(
        [thing.entry for thing in things],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=_KEPT_IN_STEP,
    )
    numbers = dict(
        Entry.objects.filter(kind=kind, object_id__in=[thing.entry.object_id for thing in things]).values_list(
            "object_id", "pk"
        )
    )
    cut = [
        (numbers[thing.entry.object_id], words.words_in(thing.title), words.words_in(thing.body)) for thing in things
    ]
    engine().write([(pk, " ".join(title), " ".join(body)) for pk, title, body in cut])
    there_are = words.worth_proposing({word for _pk, title, body in cut for word in (*title, *body)})
    Word.objects.bulk_create([Word(word=word) for word in sorted(there_are)], ignore_conflicts=True, batch_size=500)


@transaction.atomic
def drop(kind: str, pks: Collection[int]) -> None:
    """Let these things be found no more, from this transaction on."""
    _take_turn(kind)
    Entry.objects.filter(kind=kind, object_id__in=pks).delete()


# --- Pages ----------------------------------------------------------------------------------------------------


def kind_of(article: Any) -> Kind:
    return Kind.WRITE_UP if article.cached_content_type.model == "writeuppage" else Kind.POST


def put_page(pk: int) -> None:
    """A page that went live, or whose outcome changed: its entry, and those of the documents it shows."""
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        return
    put(kind_of(article), [pk])
    if not article.live:
        return
    leaf = article.specific
    before = documents_of(pk)
    ReferenceIndex.create_or_update_for_object(leaf)  # Wagtail's own task may come later
    documents = {int(number) for model, number in named_by(leaf) if model is StoredDocument}
    if documents:
        put(Kind.DOCUMENT, documents)
    # Wagtail may have forgotten already what the page showed before; mostly that is its own team's.
    place_documents(before - documents | _shown_no_more(article.team_id))


def put_thread(pk: int) -> None:
    """All comments under a page that came back to life."""
    known = Entry.objects.filter(kind=Kind.COMMENT).values("object_id")
    missing = SOURCES[Kind.COMMENT].found().filter(page_id=pk).exclude(pk__in=known)
    for pks in _batches(missing.values_list("pk", flat=True)):
        put(Kind.COMMENT, pks)


@transaction.atomic
def close_page(pk: int) -> None:
    """A page is not live any more: neither it nor its comments are found, and its documents only by their team."""
    for kind in (*ARTICLES, Kind.COMMENT):
        _take_turn(kind)
    Entry.objects.filter(page_id=pk).delete()
    place_documents(documents_of(pk), leaving=pk)


def documents_of(pk: int) -> set[int]:
    """The documents that Wagtail knows a page to show."""
    references = ReferenceIndex.get_references_for_object(Page(pk=pk)).filter(
        to_content_type__app_label="library", to_content_type__model="storeddocument"
    )
    return {int(number) for number in references.values_list("to_object_id", flat=True)}


def _shown_no_more(team_id: int) -> set[int]:
    """The documents of a team that everybody finds, because a page showed them, and that none does now."""
    found = Entry.objects.filter(kind=Kind.DOCUMENT, team=team_id, audience=None)
    numbers = set(found.values_list("object_id", flat=True))
    return numbers - shown_on_pages(numbers) if numbers else numbers


@transaction.atomic
def place_documents(pks: Collection[int], leaving: int | None = None) -> None:
    """Set anew who finds these documents, after a page or a team changed; their words stay. A page that is about to be
    deleted says that it is ``leaving`` while its row still stands as live."""
    if not pks:
        return
    _take_turn(Kind.DOCUMENT)
    shown = shown_on_pages(pks, leaving)
    rows = Entry.objects.filter(kind=Kind.DOCUMENT, object_id__in=pks)
    placed = {pk: (team, audience) for pk, team, audience in rows.values_list("object_id", "team_id", "audience_id")}
    for document in StoredDocument.objects.filter(pk__in=pks).select_related("collection__team"):
        team = getattr(document.collection, "team", None)
        place = (team.pk if team else None, audience_of_document(team, document.pk in shown))
        if placed.get(document.pk, place) != place:
            rows.filter(object_id=document.pk).update(team_id=place[0], audience_id=place[1])


@transaction.atomic
def place_pages(pks: Collection[int]) -> None:
    """Pages came to other readers: they and their comments follow in the same transaction."""
    for kind in (*ARTICLES, Kind.COMMENT):
        _take_turn(kind)
    page = Article.objects.filter(pk=OuterRef("page_id"))
    Entry.objects.filter(page_id__in=pks).update(
        audience=Subquery(page.values("audience_id")), team=Subquery(page.values("team_id"))
    )


@transaction.atomic
def place_team(team: Team) -> None:
    """A team opened or closed: it and its documents follow. Its pages do by themselves, see ``place_pages``."""
    _take_turn(Kind.TEAM)
    Entry.objects.filter(kind=Kind.TEAM, object_id=team.pk).update(audience_id=team.audience_id)
    place_documents(set(StoredDocument.objects.filter(collection_id=team.collection_id).values_list("pk", flat=True)))


# --- Everything -----------------------------------------------------------------------------------------------


def rebuild() -> int:
    """Write every entry anew, kind by kind and the oldest first, while the site is being used. Says how many."""
    count = 0
    for kind, source in SOURCES.items():
        _drop_what_is_gone(kind)
        for pks in _batches(source.found().values_list("pk", flat=True)):
            put(kind, pks)
            count += len(pks)
    return count


def mend() -> int:
    """Write the entries that are missing and drop those that should not be, whatever became of their tasks."""
    count = 0
    for kind, source in SOURCES.items():
        count += _drop_what_is_gone(kind)
        known = Entry.objects.filter(kind=kind).values("object_id")
        for pks in _batches(source.found().exclude(pk__in=known).values_list("pk", flat=True)):
            put(kind, pks)
            count += len(pks)
    documents = Entry.objects.filter(kind=Kind.DOCUMENT).values_list("object_id", flat=True)
    for pks in _batches(documents):
        place_documents(pks)
    return count


def _drop_what_is_gone(kind: str) -> int:
    found = SOURCES[kind].found().order_by().values("pk")
    gone = list(Entry.objects.filter(kind=kind).exclude(object_id__in=found).values_list("object_id", flat=True))
    for pks in _batches(gone):
        put(kind, pks)
    return len(gone)


def _batches(pks: Iterable[int]) -> Iterator[list[int]]:
    numbers = iter(list(pks))
    while batch := list(islice(numbers, _AT_ONCE)):
        yield batch
