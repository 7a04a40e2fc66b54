"""The address of every page in the tree: found in one query, shown to those who may see it, absent for all others."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from core.access import can_view
from core.pages import find_live_page
from teams.models import TeamPage
from teams.permissions import may_know_of

from .models import Article


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Draw the live page at ``path``. Unknown and forbidden are the same 404."""
    found = find_live_page(path)
    if found is None:
        raise Http404
    page, view = found
    # A closed team's page is not read from outside; its view shows the door instead.
    has_door = isinstance(page, TeamPage) and may_know_of(request.user, page.team)
    if not has_door and not can_view(request.user, page):
        raise Http404
    return view(request, page)


@require_GET
def go(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where links inside texts lead: to the page with this number, if the reader may see it.

    A text is drawn once for all its readers, so it names a page by number; its address would tell a title.
    """
    article = get_object_or_404(Article.objects.filter(live=True), pk=pk)
    if not can_view(request.user, article):
        raise Http404
    return redirect(article.address)
