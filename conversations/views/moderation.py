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
from ..forms import BanForm, LockForm, MoveForm, ReasonForm
from ..models import Comment, Flag, ModerationRecord
from ..moderating.choosing import pages_to_move_to
from ..moderators import moderates
from ..queue import waiting_address
from .answers import act_on
from .finding import READ_OR_SEND, article_or_404, moderated_or_404


@dataclass(frozen=True)
class Question:
    """What a moderator is asked before an act, and told after it."""

    heading: str | Promise
    explanation: str | Promise
    button: str | Promise
    done: str | Promise
    is_danger: bool = False


_TO_ALL = gettext_lazy("Everybody who reads the page will see it, and its author is told.")
QUESTIONS = {
    "approve": Question(
        gettext_lazy("Show this comment to everybody?"),
        _TO_ALL,
        gettext_lazy("Approve"),
        gettext_lazy("The comment is shown."),
    ),
    "restore": Question(
        gettext_lazy("Show this comment again?"),
        _TO_ALL,
        gettext_lazy("Show again"),
        gettext_lazy("The comment is shown again."),
    ),
    "keep": Question(
        gettext_lazy("Keep this comment?"),
        gettext_lazy("It stays, or is shown again. Those who flagged it are told that a moderator has looked."),
        gettext_lazy("Keep it"),
        gettext_lazy("The comment stays. Those who flagged it are told."),
    ),
    "hide": Question(
        gettext_lazy("Hide this comment?"),
        gettext_lazy("Nobody but moderators will see it. Replies stay. You can show it again at any time."),
        gettext_lazy("Hide it"),
        gettext_lazy("The comment is hidden, and its author knows why."),
        is_danger=True,
    ),
    "lock": Question(
        gettext_lazy("Lock this conversation?"),
        gettext_lazy("This comment and everything below it can be read, and nothing is added."),
        gettext_lazy("Lock it"),
        gettext_lazy("The conversation is locked."),
    ),
    "unlock": Question(
        gettext_lazy("Unlock this conversation?"),
        gettext_lazy("People may answer here again, also where something was locked inside it."),
        gettext_lazy("Unlock it"),
        gettext_lazy("The conversation is open again."),
    ),
    "ban": Question(
        gettext_lazy("Ban its author from commenting?"),
        gettext_lazy("They read on, and write nothing in the threads of this team until that day. They are told why."),
        gettext_lazy("Ban them"),
        gettext_lazy("They do not write in this team's threads until then, and know why."),
        is_danger=True,
    ),
}


@READ_OR_SEND
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _ask_or_act(request, row, "approve", lambda given: moderating.approve(by=request.user, comment=row))


@READ_OR_SEND
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _ask_or_act(request, row, "restore", lambda given: moderating.restore(by=request.user, comment=row))


@READ_OR_SEND
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _ask_or_act(request, row, "keep", lambda given: moderating.keep(by=request.user, comment=row))


@READ_OR_SEND
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _ask_or_act(
        request, row, "hide", lambda given: moderating.hide(by=request.user, comment=row, **given), ReasonForm
    )


@READ_OR_SEND
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _ask_or_act(
        request, row, "lock", lambda given: moderating.lock(by=request.user, comment=row, **given), LockForm
    )


@READ_OR_SEND
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    row = moderated_or_404(request, pk)
    return _ask_or_act(request, row, "unlock", lambda given: moderating.unlock(by=request.user, comment=row))


@READ_OR_SEND
def ban(request: HttpRequest, pk: int) -> HttpResponse:
    """Ban the author of a comment from the threads of its team."""
    row = moderated_or_404(request, pk)
    if row.user is None:
        raise Http404
    return _ask_or_act(
        request,
        row,
        "ban",
        lambda given: moderating.ban(by=request.user, person=row.user, team=row.page.team, **given),
        BanForm,
    )


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


def _ask_or_act(
    request: HttpRequest,
    row: Comment,
    act: str,
    do: Callable[[dict[str, Any]], ModerationRecord | None],
    form_class: type[forms.Form] = forms.Form,
) -> HttpResponse:
    """Asks by GET, acts by POST, and leads back to the comment."""
    question = QUESTIONS[act]
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return act_on(request, row, lambda: do(form.cleaned_data), str(question.done))
    context = {"row": row, "question": question, "form": form}
    return render(request, "conversations/moderate.html", context, status=422 if form.errors else 200)
