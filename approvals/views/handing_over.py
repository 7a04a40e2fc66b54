"""Giving a decision to somebody else, over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..deciding.hand_over import hand_over as give
from ..forms import HandOverForm
from ..refusals import Refused
from . import answers
from .deciding import not_taken, require_known


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    asked, task_state = answers.find(pk)
    require_known(request, asked, task_state)
    form = HandOverForm(request.POST, auto_id="hand_over_%s")
    if form.is_valid():
        person = form.cleaned_data["to"]
        try:
            give(by=request.user, task_state=task_state, to=person, note=form.cleaned_data["note"])
        except Refused as refused:
            form.add_error("to", refused.message)
        else:
            words = _("%(person)s decides on “%(title)s” now, and was told.")
            messages.success(request, words % {"person": person, "title": asked.article.draft_title})
            return redirect("approvals:desk")
    return not_taken(request, *answers.find(pk), {"hand_over_form": form})
