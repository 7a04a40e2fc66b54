"""Moderating a comment where it stands, and the way to the queue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from .. import moderating
from ..forms import BanForm, DecisionForm, HideForm, LockForm, MoveForm
from ..models import Comment, Flag, ModerationRecord
from ..moderating.choosing import pages_to_move_to
from ..moderators import moderates
from ..queue import waiting_address
from ..refusals import Stale
from ..writing.words import digest
from .answers import act_on
from .finding import READ_OR_SEND, article_or_404, moderated_or_404


@dataclass(frozen=True)
class Question:
    """What a moderator is asked before an act, and how it is done.

    ``done`` is told after it; where it is empty, the record says what was decided.
    """

    heading: str | Promise
    explanation: str | Promise
    button: str | Promise
    do: Callable[..., ModerationRecord | None]
    form: type[forms.Form] = forms.Form
    done: str | Promise = ""
    is_danger: bool = False


def _ban(*, by: Any, comment: Comment, **given: Any) -> ModerationRecord:
    return moderating.ban(by=by, person=comment.user, team=comment.page.team, **given)


_TO_ALL = gettext_lazy("Everybody who reads the page will see it, and its author is told.")
QUESTIONS = {
    "approve": Question(
        gettext_lazy("Show this comment to everybody?"),
        _TO_ALL,
        gettext_lazy("Approve"),
        moderating.approve,
        DecisionForm,
    ),
    "restore": Question(
        gettext_lazy("Show this comment again?"),
        _TO_ALL,
        gettext_lazy("Show again"),
        moderating.restore,
        DecisionForm,
    ),
    "keep": Question(
        gettext_lazy("Keep this comment?"),
        gettext_lazy("It stays, or is shown again. Those who flagged it are told that a moderator has looked."),
        gettext_lazy("Keep it"),
        moderating.keep,
        DecisionForm,
    ),
    "hide": Question(
        gettext_lazy("Hide this comment?"),
        gettext_lazy("Nobody but moderators will see it. Replies stay. You can show it again at any time."),
        gettext_lazy("Hide it"),
        moderating.hide,
        HideForm,
        is_danger=True,
    ),
    "lock": Question(
        gettext_lazy("Lock this conversation?"),
        gettext_lazy("This comment and everything below it can be read, and nothing is added."),
        gettext_lazy("Lock it"),
        moderating.lock,
        LockForm,
        gettext_lazy("The conversation is locked."),
    ),
    "unlock": Question(
        gettext_lazy("Unlock this conversation?"),
        gettext_lazy("People may answer here again, also where something was locked inside it."),
        gettext_lazy("Unlock it"),
        moderating.unlock,
        done=gettext_lazy("The conversation is open again."),
    ),
    "ban": Question(
        gettext_lazy("Ban its author from commenting?"),
        gettext_lazy("They read on, and write nothing in the threads of this team until that day. They are told why."),
        gettext_lazy("Ban them"),
        _ban,
        BanForm,
        gettext_lazy("They do not write in this team's threads until then, and know why."),
        is_danger=True,
    ),
}


@READ_OR_SEND
def moderate(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask by GET, act by POST, and lead back to the comment. Who decides on other words than stand there now is asked
    again, with those."""
    row = moderated_or_404(request, pk)
    question = QUESTIONS[act]
    if act == "ban" and row.user is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, row, question)
    form = question.form(request.POST)
    if not form.is_valid():
        return _ask(request, row, question, form=form, status=422)
    try:
        return act_on(
            request,
            row,
            lambda: question.do(by=request.user, comment=row, **form.cleaned_data),
            question.done,
        )
    except Stale as refusal:
        return _ask(request, moderated_or_404(request, pk), question, refusal=str(refusal), status=409)


def _ask(
    request: HttpRequest,
    row: Comment,
    question: Question,
    *,
    form: forms.Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "question": question,
        "form": form or question.form(),
        "seen": digest(row.comment),
        "refusal": refusal,
    }
    return render(request, "conversations/moderate.html", context, status=status)


@READ_OR_SEND
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a page by its title, then move the branch there."""
    row = moderated_or_404(request, pk)
    asked = request.POST.get("q") or request.GET.get("q", "")
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        to = article_or_404(request, form.cleaned_data["page"])
        reason = form.cleaned_data["reason"]
        return act_on(
            request,
            row,
            lambda: moderating.move(by=request.user, comment=row, to=to, reason=reason),
            _("The conversation stands under “%(title)s” now. Those who wrote in it are told.") % {"title": to.title},
        )
    context = {
        "row": row,
        "form": form,
        "asked": asked[:200],
        "pages": pages_to_move_to(request.user, row.page, asked),
        "chosen": str(form["page"].value() or ""),
    }
    return render(request, "conversations/move.html", context, status=422 if form.errors else 200)


@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What was flagged and decided about one comment."""
    row = moderated_or_404(request, pk)
    records = (
        ModerationRecord.objects.filter(comment_id=row.pk)
        .select_related("by", "undoes", "undone_by__by")
        .order_by("-pk")
    )
    flags = Flag.objects.filter(comment_id=row.pk).select_related("person", "record").order_by("-pk")
    context = {
        "row": row,
        "lines": [(each, moderating.is_undoable(each) and not hasattr(each, "undone_by")) for each in records],
        "flags": flags,
        "is_own": row.user_id == request.user.pk,
    }
    return render(request, "conversations/record.html", context)


@require_GET
def moderation(request: HttpRequest) -> HttpResponse:
    """The queue is in the CMS; for those who moderate nothing there is none."""
    if not moderates(request.user):
        raise Http404
    return redirect(waiting_address())
