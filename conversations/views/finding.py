"""What an address names, for somebody who may see it. Everything else is a 404 like what never was."""

from typing import Any

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from core.access import can_view
from publishing.models import Article

from ..models import Comment
from ..permissions import user_can_moderate

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def comments() -> Any:
    return Comment.objects.select_related("page__team", "user")


def article_or_404(request: HttpRequest, pk: int) -> Article:
    article = Article.objects.filter(live=True, pk=pk).select_related("team").first()
    if article is None or not can_view(request.user, article):
        raise Http404
    return article


def comment_or_404(request: HttpRequest, pk: int) -> Comment:
    row: Comment | None = comments().filter(pk=pk).first()
    if row is None or not can_view(request.user, row):
        raise Http404
    return row


def moderated_or_404(request: HttpRequest, pk: int) -> Comment:
    row = comment_or_404(request, pk)
    if not user_can_moderate(request.user, row):
        raise Http404
    return row
