"""What an address names, for somebody who may see it. Everything else is a 404 like what never was."""

from django.http import Http404, HttpRequest

from core.access import can_view
from publishing.models import Article


def article_or_404(request: HttpRequest, pk: int) -> Article:
    """Live, or a draft that the person may read."""
    rows = Article.objects.select_related("team", "keeper", "keeper_team", "successor__team")
    article: Article | None = rows.filter(pk=pk).first()
    if article is None or not can_view(request.user, article):
        raise Http404
    return article
