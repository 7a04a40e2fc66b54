"""The conversation on the draft under review: a remark, an answer, a remark that is done."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.models import TaskState

from ..deciders.access import may_review
from ..forms import RemarkForm, ReplyForm
from ..models import Request
from ..refusals import Refused
from ..reviewing import remarking
from ..reviewing.review import CHANGES, read_review
from . import answers
from .deciding import render_review


@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a part of the page."""
    asked, task_state = _find(request, pk)
    parts = read_review(request.user, asked, task_state, CHANGES).parts
    form = RemarkForm(request.POST, parts=parts, auto_id="remark_%s")
    if not form.is_valid():
        return _answer(request, task_state, status=422, remark_form=form)
    told = form.cleaned_data
    refused = _try(lambda: remarking.write(by=request.user, request=asked, part=told["part"], text=told["text"]))
    if refused:
        form.add_error(None, refused)
        return _answer(request, task_state, status=409, remark_form=form)
    return _answer(request, task_state)


@require_POST
def reply(request: HttpRequest, pk: int, remark_id: int) -> HttpResponse:
    asked, task_state = _find(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        typed = request.POST.get("text", "").replace("\0", "")
        answering = {"pk": remark_id, "text": typed, "errors": form.errors.get("text", [])}
        return _answer(request, task_state, status=422, answering=answering)
    text = form.cleaned_data["text"]
    refused = _try(lambda: remarking.reply(by=request.user, request=asked, remark_id=remark_id, text=text))
    if refused:
        answering = {"pk": remark_id, "text": text, "errors": [refused]}
        return _answer(request, task_state, status=409, answering=answering, refused=answering)
    return _answer(request, task_state)


@require_POST
def settle(request: HttpRequest, pk: int, remark_id: int) -> HttpResponse:
    asked, task_state = _find(request, pk)
    refused = _try(lambda: remarking.settle(by=request.user, request=asked, remark_id=remark_id))
    if refused:
        return _answer(request, task_state, status=409, refused={"errors": [refused]})
    return _answer(request, task_state)


def _find(request: HttpRequest, pk: int) -> tuple[Request, TaskState]:
    asked, task_state = answers.find(pk)
    if not may_review(request.user, asked) or asked.revision is None:
        raise Http404
    return asked, task_state


def _try(act: Callable[[], Any]) -> str:
    """Why it was not done, in a sentence; empty when it was. Who lost the right meanwhile meets nothing."""
    try:
        act()
    except Refused as refused:
        return refused.message
    except PermissionDenied:
        raise Http404 from None
    return ""


def _answer(request: HttpRequest, task_state: TaskState, *, status: int = 200, **more: Any) -> HttpResponse:
    """The conversation as it is now, with what was typed where it was not taken: in place, or with the whole review."""
    fresh, task_state = answers.find(task_state.pk)
    if request.headers.get("HX-Request"):
        shown = read_review(request.user, fresh, task_state, CHANGES)
        form = more.pop("remark_form", None) or RemarkForm(parts=shown.parts, auto_id="remark_%s")
        context = {"shown": shown, "form": form, **more}
        return render(request, "approvals/parts/remarks.html", context, status=status)
    if status == 200:
        return redirect(reverse("approvals:review", args=[task_state.pk]) + "#remarks")
    return render_review(request, fresh, task_state, more, status=status)
