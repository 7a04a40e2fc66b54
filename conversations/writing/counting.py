"""The facts that an article keeps of its thread: counters, last activity, and the version it is drawn by."""

from typing import Any

from django.db.models import Count, F, Max, Q

from publishing.models import Article
from teams.models import Team

from ..models import Comment, Reaction, State


def change(article: Article, **changes: Any) -> None:
    """Set facts of a thread, which is drawn anew from then on. The article must be locked."""
    Article.objects.filter(pk=article.pk).update(thread_version=F("thread_version") + 1, **changes)


def recount(article: Article) -> None:
    """Set an article's counters to what its thread holds. Also for whoever writes comments in bulk."""
    found = Comment.objects.filter(page_id=article.pk).aggregate(
        shown=Count("pk", filter=Q(state=State.PUBLIC)),
        held=Count("pk", filter=Q(state=State.HELD)),
        last=Max("submit_date", filter=Q(state=State.PUBLIC)),
    )
    facts = {"comment_count": found["shown"], "held_count": found["held"]}
    last = max((each for each in (found["last"], article.published) if each is not None), default=None)
    change(article, last_activity=last, **facts)


def count_reactions(comment: Comment) -> None:
    """Set a comment's counters to the reactions that there are. Its page must be locked."""
    by_kind = dict(comment.reactions.order_by().values_list("kind").annotate(count=Count("pk")))
    counters = {f"{kind}_count": by_kind.get(kind, 0) for kind in Reaction.Kind.values}
    Comment.objects.filter(pk=comment.pk).update(**counters)


def redraw_marks(*, team: Team, person: Any) -> None:
    """Somebody's role changed: threads where they wrote, and are marked as an editor or no longer, are drawn anew."""
    talked_in = Comment.objects.filter(user_id=person.pk, page__team_id=team.pk).order_by().values("page_id")
    Article.objects.filter(pk__in=talked_in).update(thread_version=F("thread_version") + 1)
