"""Stored markup is made anew where the rules changed since, or a name that it shows may be shown no longer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from core import jobs
from publishing.models import Article
from teams.models import Team, Visibility

from ..models import Comment
from . import words
from .markup import as_html
from .mentions import known

JOB = "conversations.redraw"
_AT_ONCE = 500


def redraw() -> int:
    """Every comment whose markup older rules made, in portions. Says how many there were."""
    count = 0
    while portion := list(
        Comment.objects.exclude(markup=words.MARKUP)
        .select_related("page")
        .prefetch_related("mentions__person", "mentions__team")
        .order_by("pk")[:_AT_ONCE]
    ):
        with transaction.atomic():
            for comment in portion:
                # Not what was edited or wiped since it was read here.
                Comment.objects.filter(pk=comment.pk, comment=comment.comment).update(
                    html=_drawn(comment), markup=words.MARKUP
                )
            pages = {comment.page_id for comment in portion}
            Article.objects.filter(pk__in=sorted(pages)).update(thread_version=F("thread_version") + 1)
        count += len(portion)
    return count


def _drawn(comment: Comment) -> str:
    rows = list(comment.mentions.all())
    people = [row.person for row in rows if row.person is not None]
    teams = [row.team for row in rows if row.team is not None and _may_be_named(row.team, comment)]
    return as_html(comment.comment, known(people, teams))


def _may_be_named(team: Team, comment: Comment) -> bool:
    return team.visibility != Visibility.SECRET or team.pk == comment.page.team_id


def forget_name_of(team: Team) -> None:
    """A team became secret: where others' comments name it, they show what was typed again, and no name."""
    if team.visibility == Visibility.SECRET:
        _forget(Comment.objects.filter(mentions__team=team))


def forget_names_under(articles: QuerySet[Article]) -> None:
    """Pages left a secret team: under them its name is nobody's to read."""
    _forget(Comment.objects.filter(page__in=articles.values("pk"), mentions__team__visibility=Visibility.SECRET))


def _forget(named: Any) -> None:
    rows = list(named.exclude(mentions__team=F("page__team")).values_list("pk", "page_id").order_by().distinct())
    Comment.objects.filter(pk__in=[pk for pk, _page in rows]).update(markup=0)
    Article.objects.filter(pk__in={page for _pk, page in rows}).update(thread_version=F("thread_version") + 1)


def register_jobs() -> None:
    jobs.register(JOB, _("Markup of comments by today's rules"), timedelta(hours=1), redraw)
