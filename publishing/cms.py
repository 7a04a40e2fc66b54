"""What the CMS lists of pages, files and tags for one person: the tree they walk, what its choosers offer."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Page

from core.access import group_ids, is_administrator
from core.cms_rules import HOUSE_DEPTH
from core.text import fold
from teams.house import house_collection
from teams.models import Team, TeamPage

from .lifecycle import TEAM_DEPTH, team_at
from .models import Article, Tag

_TEAM_PATH = TEAM_DEPTH * Page.steplen


def _in_teams(teams: QuerySet[Team]) -> Exists:
    """Whether a page stands in the subtree of one of these teams: one condition, however many teams there are."""
    return Exists(TeamPage.objects.filter(team__in=teams, path=Substr(OuterRef("path"), 1, _TEAM_PATH)))


def explored(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The tree as somebody walks it in the CMS: the way to their teams, and everything of those they write in."""
    if is_administrator(request.user):
        return pages
    return _only(pages, _in_teams(Team.objects.written_by(request.user)))


def offered(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """What may be linked to or cited: the articles somebody reads or writes, and the rooms they are found in."""
    user = request.user
    if is_administrator(user):
        return pages
    articles = Article.objects.order_by()
    seen = Q(pk__in=articles.visible_to(user).values("pk")) | Q(pk__in=articles.editable_by(user).values("pk"))
    rooms = ~Exists(Article.objects.filter(pk=OuterRef("pk"))) & _in_teams(Team.objects.visible_to(user))
    return _only(pages, seen | rooms)


def _only(pages: QuerySet[Page], condition: Any) -> QuerySet[Page]:
    """These pages as far as the condition holds, and the way down to the teams. Said as one list of ids, because the
    search that comes after it reads no other conditions."""
    return pages.filter(pk__in=Page.objects.filter(Q(depth__lte=HOUSE_DEPTH) | condition).order_by().values("pk"))


def tags_beginning_with(user: Any, typed: str) -> Iterable[str]:
    """Tags used on something this person may read or edit."""
    tags = Tag.objects.filter(name_folded__startswith=fold(typed)).order_by("name_folded")
    if not is_administrator(user):
        on_seen = Article.objects.visible_to(user) | Article.objects.editable_by(user)
        tags = tags.filter(article_tags__content_object__in=on_seen.order_by().values("pk")).distinct()
    return tags.values_list("name", flat=True)


def team_being_edited(request: HttpRequest) -> Team | None:
    """The team of the page that is open behind a chooser, taken from where the request came from.

    A convenience: it narrows what is offered and never widens it.
    """
    try:
        match = resolve(urlsplit(request.headers.get("Referer", "")).path)
    except Resolver404:
        return None
    number = match.kwargs.get("page_id") or match.kwargs.get("parent_page_id")
    page = Page.objects.filter(pk=number).first() if number else None
    if page is None or page.depth < TEAM_DEPTH:
        return None
    team = team_at(page.path)
    return team if team.authors_id in group_ids(request.user) or is_administrator(request.user) else None


def files_beside(request: HttpRequest) -> tuple[int, ...]:
    """The collections that the page being edited takes its files from: its team's, then the house's."""
    team = team_being_edited(request)
    return (team.collection_id, house_collection().pk) if team else ()
