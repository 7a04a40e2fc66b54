"""The picture of what a page rests on and what rests on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import lineage as tree
from .finding import article_or_404


@require_safe
def lineage(request: HttpRequest, page_id: int) -> HttpResponse:
    article = article_or_404(request, page_id)
    if not article.live:
        raise Http404
    found = tree.lineage_of(request.user, article)
    parts = [
        (_heading(generation), [(node, tree.told_about(found.lines, node)) for node in nodes])
        for generation, nodes in found.generations
    ]
    context = {
        "article": article,
        "lineage": found,
        "parts": parts,
        "box": {"width": tree.WIDTH, "height": tree.HEIGHT},
    }
    return render(request, "knowledge/lineage.html", context)


def _heading(generation: int) -> str:
    if generation == 0:
        return _("This page")
    if generation == -1:
        return _("It builds on")
    if generation == 1:
        return _("Built upon it")
    return _("And these on") if generation < 0 else _("And upon these")
