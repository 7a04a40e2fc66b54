"""Keeping team and audience of articles in step with the tree, in the transaction that changed it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from teams.models import PostingPolicy, Team

from . import files
from .lifecycle import audience_changed, hold_team_at, team_at
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

    What came into a team with a stricter policy becomes a draft there, and a schedule ends: that team never said yes.
    The team's row is held: whoever closes it at this moment waits, and finds what came into it.
    """
    articles = Article.objects.filter(path__startswith=page.path).select_related("team")
    if not articles:
        return
    now = hold_team_at(page.path)
    for article in articles:
        before = article.team
        if before.pk == now.pk and article.audience_id == now.audience_id:
            continue
        Article.objects.filter(pk=article.pk).update(team=now, audience_id=now.audience_id)
        if before.pk != now.pk:
            files.follow(article, before, now)
        if is_stricter(now, than=before):
            leaf = article.specific
            was_due = leaf.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
            if leaf.live:
                leaf.unpublish(log_action=False)
            if article.live or was_due:
                log(instance=leaf, action="publishing.moved_to_draft", data={"team": str(now)})
        audience_changed.send(sender=Team, articles=Article.objects.filter(pk=article.pk), team=now)


def is_stricter(team: Team, than: Team) -> bool:
    """Whether a team asks more people before something goes live."""
    return _STRICTNESS[PostingPolicy(team.posting_policy)] > _STRICTNESS[PostingPolicy(than.posting_policy)]


def becomes_draft(article: Article, before: Team, now: Team) -> bool:
    """Whether a live article loses its place among the living by coming into a team that asks more people."""
    return article.live and is_stricter(now, than=before)


def who_will_read(team: Team) -> str:
    """The audience of a team in words, for the editor who is about to move or copy a page there."""
    if team.audience_id is None:
        return _("everybody who is signed in")
    return _("the members of %(team)s") % {"team": team.name}


def facts_of(article: Article) -> dict[str, Any]:
    """What team and audience of an article ought to be, from its place in the tree."""
    team = team_at(article.path)
    return {"team_id": team.pk, "audience_id": team.audience_id}
