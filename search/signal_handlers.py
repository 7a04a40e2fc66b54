"""Listens to what can be found; each handler calls one action. What takes a thing away acts in the same transaction,
what adds words is a task."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.signals import page_published, page_unpublished

from conversations import signals as talk
from library.models import StoredDocument
from library.signals import documents_changed
from publishing.lifecycle import audience_changed, went_live
from teams.models import Team, TeamPage
from teams.signals import team_created, visibility_changed

from . import promoted, tasks
from .index import keeping
from .models import Kind

# Saved at every sign-in, and nothing that anybody is found by.
_NOT_FOUND_BY = frozenset({"last_login", "password", "face", "time_zone", "session_epoch"})


def on_live(article: Any, first: bool, **kwargs: Any) -> None:
    tasks.index_page.enqueue(article.pk)
    if first and article.comment_count:
        tasks.index_thread.enqueue(article.pk)


def on_unpublished(instance: Any, **kwargs: Any) -> None:
    keeping.close_page(instance.pk)


def on_audience_changed(articles: Any, **kwargs: Any) -> None:
    pks = list(articles.values_list("pk", flat=True))
    keeping.place_pages(pks)
    promoted.take_back(pks)


def on_settled(article: Any, **kwargs: Any) -> None:
    tasks.index_page.enqueue(article.pk)


def on_comments(pks: Collection[int], is_shown: bool, **kwargs: Any) -> None:
    if is_shown:
        tasks.index.enqueue(Kind.COMMENT, list(pks))
    else:
        keeping.drop(Kind.COMMENT, pks)


def on_person_saved(instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if not instance.is_active:
        keeping.drop(Kind.PERSON, [instance.pk])
    elif update_fields is None or not _NOT_FOUND_BY.issuperset(update_fields):
        tasks.index.enqueue(Kind.PERSON, [instance.pk])


def on_person_deleted(instance: Any, **kwargs: Any) -> None:
    keeping.drop(Kind.PERSON, [instance.pk])


def on_team_saved(instance: Team, created: bool = False, **kwargs: Any) -> None:
    if not created:  # it has no page yet; ``team_created`` says when it is whole
        tasks.index.enqueue(Kind.TEAM, [instance.pk])


def on_team_created(team: Team, **kwargs: Any) -> None:
    tasks.index.enqueue(Kind.TEAM, [team.pk])


def on_team_page_published(instance: TeamPage, **kwargs: Any) -> None:
    tasks.index.enqueue(Kind.TEAM, [instance.team_id])


def on_visibility_changed(team: Team, **kwargs: Any) -> None:
    keeping.place_team(team)


def on_document_saved(instance: StoredDocument, **kwargs: Any) -> None:
    keeping.place_documents([instance.pk])
    tasks.index.enqueue(Kind.DOCUMENT, [instance.pk])


def on_documents_changed(pks: Collection[int], **kwargs: Any) -> None:
    keeping.place_documents(pks)
    tasks.index.enqueue(Kind.DOCUMENT, list(pks))


def on_document_deleted(instance: StoredDocument, **kwargs: Any) -> None:
    keeping.drop(Kind.DOCUMENT, [instance.pk])


def on_promotion_changed(**kwargs: Any) -> None:
    promoted.forget()


def connect() -> None:
    person = get_user_model()
    for signal, handler, sender in (
        (went_live, on_live, None),
        (page_unpublished, on_unpublished, None),
        (audience_changed, on_audience_changed, None),
        (talk.settled, on_settled, None),
        (talk.comments_changed, on_comments, None),
        (post_save, on_person_saved, person),
        (post_delete, on_person_deleted, person),
        (team_created, on_team_created, None),
        (post_save, on_team_saved, Team),
        (page_published, on_team_page_published, TeamPage),
        (visibility_changed, on_visibility_changed, None),
        (post_save, on_document_saved, StoredDocument),
        (documents_changed, on_documents_changed, None),
        (post_delete, on_document_deleted, StoredDocument),
        (post_save, on_promotion_changed, SearchPromotion),
        (post_delete, on_promotion_changed, SearchPromotion),
    ):
        signal.connect(handler, sender=sender, dispatch_uid=f"search.{handler.__name__}")
