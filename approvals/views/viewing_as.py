"""A draft with the eyes of somebody who will read it, or who will not."""

import copy
from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.models import Article
from publishing.receipt import closed_to_them, receipt_for, seen_with, will_read
from teams.permissions import may_read

from ..reviewing import drawing

LONGEST_NAME = 150


@require_safe
def view_as(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever may edit the draft, and may know who is in its team. ``pk`` is the article's."""
    article = get_object_or_404(Article.objects.select_related("team"), pk=pk)
    tester = article.permissions_for_user(request.user)
    if not tester.can_edit() or not may_read(request.user, article.team):
        raise Http404
    typed = request.GET.get("person", "").strip()[:LONGEST_NAME]
    person = _person_named(typed)
    page = article.specific.get_latest_revision_as_object()
    reads = person is not None and will_read(person, article.team)
    context = {
        "article": article,
        "team": article.team,
        "title": page.title,
        "typed": typed,
        "error": _("There is nobody with access who is called this.") if typed and person is None else "",
        "person": person,
        "reads": reads,
        "closed": closed_to_them(person, request.user, page) if reads else [],
        "drawn": _drawn(request, page, person) if reads else "",
        "receipt": receipt_for(request.user, page, article.team),
    }
    return render(request, "approvals/view_as.html", context)


def _person_named(typed: str) -> Any:
    found = get_user_model().objects.active().called(typed) if typed else []
    return found[0] if len(found) == 1 else None


def _drawn(request: HttpRequest, page: Any, person: Any) -> SafeString:
    """The main part alone: what stands around it belongs to whoever is signed in."""
    looking = copy.copy(request)
    looking.user = seen_with(person, request.user)
    return drawing.main_part(looking, page)
