"""What an address names, for somebody who may see it. Everything else is a 404 like what never was."""

from typing import Any

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from core.access import can_view
from core.prepared import Prepared
from publishing.models import Article

from ..models import Comment
from ..permissions import user_can_moderate
from ..writing.own_words import is_own

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def _comments() -> Any:
    return Comment.objects.select_related("page__team", "user")


_comment = Prepared(lambda pk: _comments().filter(pk=pk))
_comment_by = Prepared(lambda pk, person: _comments().filter(pk=pk, user_id=person))
_live_article = Prepared(lambda pk: Article.objects.filter(live=True, pk=pk).select_related("team"))


def article_or_404(request: HttpRequest, pk: int) -> Article:
    article: Article | None = next(iter(_live_article(pk)), None)
    if article is None or not can_view(request.user, article):
        raise Http404
    return article


def comment_with(pk: int) -> Comment | None:
    """With its page, its team and whoever wrote it; whether somebody may see it is asked by those who call."""
    return next(iter(_comment(pk)), None)


def comment_or_404(request: HttpRequest, pk: int) -> Comment:
    row = comment_with(pk)
    if row is None or not can_view(request.user, row):
        raise Http404
    return row


def own_or_404(request: HttpRequest, pk: int) -> Comment:
    """What this person wrote, in whatever state it is, on a page that they still read."""
    row: Comment | None = next(iter(_comment_by(pk, request.user.pk)), None)
    if row is None or not is_own(request.user, row):
        raise Http404
    return row


def history_or_404(request: HttpRequest, pk: int) -> Comment:
    """For those who moderate the thread; of what was deleted, they alone still find something."""
    row = comment_with(pk)
    if (
        row is None
        or not row.page.live
        or not can_view(request.user, row.page)
        or not user_can_moderate(request.user, row)
    ):
        raise Http404
    return row


def number_in(asked: str | None) -> int:
    """The number of a row that a form or an address names; 0, which no row has, for everything else."""
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 19 else 0


def moderated_or_404(request: HttpRequest, pk: int) -> Comment:
    row = comment_or_404(request, pk)
    if not user_can_moderate(request.user, row):
        raise Http404
    return row
