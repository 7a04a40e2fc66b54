"""Pages and tags as what can be followed, and what an article is about."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core import sections
from core.sections import Section
from notifications.buttons import IN_A_RAIL, follow_button
from notifications.subjects import PAGE, PERSON, TAG, TEAM, Shown, Subject, SubjectKind, register_subject

from .lifecycle import address_of
from .models import Article, ArticleTag, Authorship, Tag


def subjects_of(article: Article) -> list[Subject]:
    """The page itself, its team and its tags, as its rows say. One query."""
    tags = ArticleTag.objects.filter(content_object_id=article.pk).order_by("tag_id").values_list("tag_id", flat=True)
    return [Subject(PAGE, article.pk), Subject(TEAM, article.team_id), *(Subject(TAG, pk) for pk in tags)]


def authors_of(article: Article) -> list[Subject]:
    """Everybody in the byline. One query."""
    people = Authorship.objects.filter(article_id=article.pk).order_by("person_id")
    return [Subject(PERSON, pk) for pk in people.values_list("person_id", flat=True)]


def pages_seen(person: Any, numbers: Collection[int]) -> dict[int, Shown]:
    found = Article.objects.visible_to(person).filter(pk__in=numbers).values_list("pk", "title", "url_path")
    return {pk: Shown(title, address_of(url_path)) for pk, title, url_path in found}


def tags_seen(person: Any, numbers: Collection[int]) -> dict[int, Shown]:
    """Tags with something behind them that ``person`` may see; to others they do not exist."""
    pages = Article.objects.visible_to(person).filter(tagged__tag_id=OuterRef("pk")).order_by()
    found = Tag.objects.filter(Exists(pages), pk__in=numbers).values_list("pk", "name", "slug")
    return {pk: Shown(name, reverse("tags:tag", args=[slug])) for pk, name, slug in found}


def follow_in_rail(request: HttpRequest, article: Article) -> Section | None:
    """The control beside a page that is live. One query."""
    return follow_button(request, PAGE, article.pk, template=IN_A_RAIL) if article.live else None


def register() -> None:
    register_subject(SubjectKind(PAGE, gettext_lazy("Pages"), gettext_lazy("this page"), Article, pages_seen, order=10))
    register_subject(SubjectKind(TAG, gettext_lazy("Tags"), gettext_lazy("this tag"), Tag, tags_seen, order=50))
    sections.register("page_rail", "follow", follow_in_rail, order=5)
