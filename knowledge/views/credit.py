"""One's own choices: whether credit is shown, and which topics one is found by."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing.models import Tag

from .. import credits, topics


@require_POST
def credit(request: HttpRequest) -> HttpResponse:
    credits.choose(person=request.user, hide=request.POST.get("hide") == "yes")
    messages.success(request, _("Saved."))
    return redirect("accounts:settings")


@require_POST
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a topic from one's own page, the directory and the search, or show it again. ``pk`` is the tag's; whoever
    did not earn it learns nothing of it."""
    mine = {one.pk for one in topics.topics_of(request.user, request.user)}
    tag = get_object_or_404(Tag.objects.filter(pk__in=mine), pk=pk)
    topics.choose(person=request.user, tag=tag, hide=request.POST.get("hide") == "yes")
    messages.success(request, _("Saved."))
    return redirect("people:profile", request.user.get_username())
