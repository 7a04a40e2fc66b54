"""The pictures and documents of an article that moves to another team.

Files are read by whoever reads their collection. What only the moving article uses goes with it; what others still use
stays with them. Nothing is copied into the article's place: that would change the words that were approved.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from core.cms_forms import named_by
from library.actions import bring_along
from teams.models import Team

from .models import Article

Files = dict[type[Model], set[int]]


@dataclass(frozen=True)
class Luggage:
    """The files that an article names out of its old team's collection."""

    going: Files
    staying: Files

    def titles_staying(self) -> list[str]:
        return [
            str(title)
            for model, ids in self.staying.items()
            for title in model._default_manager.filter(pk__in=ids).order_by("title").values_list("title", flat=True)
        ]


def luggage_of(article: Article, team: Team) -> Luggage:
    """What goes with an article that leaves ``team``, and what stays because other pages there use it."""
    named = _of_team(_named_in_any_version(article), team)
    used = _used_elsewhere(article, named, team)
    going = {model: ids - used[model] for model, ids in named.items()}
    return Luggage(going=going, staying={model: ids & used[model] for model, ids in named.items()})


def follow(article: Article, before: Team, now: Team) -> None:
    """Take along what only this article uses. Part of the transaction that moves it."""
    bring_along(files=luggage_of(article, before).going, out_of=before.collection, into=now.collection)


def _named_in_any_version(article: Article) -> Files:
    """In what readers see and in the latest draft."""
    leaf: Any = article.specific
    named = named_by(leaf) | named_by(leaf.get_latest_revision_as_object())
    return {
        model: {int(pk) for kind, pk in named if kind is model} for model in (get_image_model(), get_document_model())
    }


def _of_team(files: Files, team: Team) -> Files:
    return {
        model: set(
            model._default_manager.filter(pk__in=ids, collection_id=team.collection_id).values_list("pk", flat=True)
        )
        for model, ids in files.items()
    }


def _used_elsewhere(article: Article, files: Files, team: Team) -> Files:
    used: Files = {model: set() for model in files}
    page_kind = ContentType.objects.get_for_model(Page)
    for model, ids in files.items():
        references = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model), to_object_id__in=[str(pk) for pk in ids]
        ).exclude(base_content_type=page_kind, object_id=str(article.pk))
        used[model] |= {int(pk) for pk in references.values_list("to_object_id", flat=True)}
    if any(files.values()):
        # Wagtail's index knows what is live. Drafts are asked themselves: there are never many in one team.
        drafts = Article.objects.filter(team=team).filter(Q(live=False) | Q(has_unpublished_changes=True))
        for draft in drafts.exclude(pk=article.pk).specific():
            for kind, pk in named_by(draft.get_latest_revision_as_object()):
                if kind in used:
                    used[kind].add(int(pk))
    return used
