"""Keeping team and audience of articles in step with the tree, in the transaction that changed it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from teams.models import PostingPolicy, Team

from . import files
from .lifecycle import audience_changed, team_at
from .models import Article

_STRICTNESS = {PostingPolicy.DIRECTLY: 0, PostingPolicy.EDITORS: 1, PostingPolicy.COMMUNICATIONS: 2}


@transaction.atomic
def follow_visibility(team: Team) -> None:
    """After a team's visibility changed: its whole subtree is read by whom the team is read."""
    articles = Article.objects.filter(team=team)
    articles.update(audience_id=team.audience_id)
    audience_changed.send(sender=Team, articles=articles, team=team)


@transaction.atomic
def follow_move(page: Page) -> None:
    """After a page moved: everything at and below it belongs to the team it now stands in.

    A live page that came into a team with a stricter policy becomes a draft there: that team never said yes to it.
    """
    articles = Article.objects.filter(path__startswith=page.path).select_related("team")
    for article in articles:
        before, now = article.team, team_at(article.path)
        if before.pk == now.pk and article.audience_id == now.audience_id:
            continue
        Article.objects.filter(pk=article.pk).update(team=now, audience_id=now.audience_id)
        if before.pk != now.pk:
            files.follow(article, before, now)
        if becomes_draft(article, before, now):
            leaf = article.specific
            leaf.unpublish(log_action=False)
            log(instance=leaf, action="publishing.moved_to_draft", data={"team": str(now)})
        audience_changed.send(sender=Team, articles=Article.objects.filter(pk=article.pk), team=now)


def becomes_draft(article: Article, before: Team, now: Team) -> bool:
    """Whether a live article loses its place among the living by coming into a team that asks more people."""
    stricter = _STRICTNESS[PostingPolicy(now.posting_policy)] > _STRICTNESS[PostingPolicy(before.posting_policy)]
    return article.live and stricter


def who_will_read(team: Team) -> str:
    """The audience of a team in words, for the editor who is about to move or copy a page there."""
    if team.audience_id is None:
        return _("everybody who is signed in")
    return _("the members of %(team)s") % {"team": team.name}


def facts_of(article: Article) -> dict[str, Any]:
    """What team and audience of an article ought to be, from its place in the tree."""
    team = team_at(article.path)
    return {"team_id": team.pk, "audience_id": team.audience_id}
