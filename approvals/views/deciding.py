"""The approval desk and the review of one request."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import TaskState

from publishing.models import Article

from .. import actions, desk, looks
from ..access import may_know_outcome, may_review
from ..forms import ApproveForm, DecisionForm, HandOverForm, RemarkForm, ReturnForm
from ..models import Request
from ..refusals import Refused
from ..review import LOOK, read_review
from . import answers


@require_safe
def my_desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I asked for, what I decided lately."""
    context = {
        "waiting": desk.waiting_for(request.user),
        "asked": desk.asked_by(request.user),
        "decided": desk.decided_by(request.user),
    }
    return render(request, "approvals/desk.html", context)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A request, for those who decide on it, and to read for its authors and the team's editors."""
    asked, task_state = answers.find(pk)
    if not may_review(request.user, asked) or asked.revision is None:
        return settled(request, asked, task_state)
    return render_review(request, asked, task_state, {})


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The revision on a page of its own, as readers will meet it."""
    asked, _task_state = answers.find(pk)
    if not may_review(request.user, asked) or asked.revision is None:
        raise Http404
    return HttpResponse(looks.whole_page(request, asked.revision.as_object()))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    asked, task_state = answers.find(pk)
    require_known(request, asked, task_state)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return not_taken(request, asked, task_state, {"approve_form": form})
    return _decide(request, asked, task_state, form)


@require_POST
def return_for_changes(request: HttpRequest, pk: int) -> HttpResponse:
    asked, task_state = answers.find(pk)
    require_known(request, asked, task_state)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return not_taken(request, asked, task_state, {"return_form": form})
    return _decide(request, asked, task_state, form)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what I asked for. ``pk`` is the article's."""
    article = get_object_or_404(Article.objects.select_related("team"), pk=pk)
    asked = Request.objects.filter(article=article).select_related("workflow_state", "article__team").last()
    if asked is None or not actions.may_withdraw(request.user, asked):
        raise Http404
    try:
        actions.withdraw(by=request.user, article=article)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request,
            _("“%(title)s” is withdrawn. It stays a draft until you submit it again.") % {"title": article.draft_title},
        )
    return redirect("approvals:desk")


# --- How these answer --------------------------------------------------------------------------------------------


def require_known(request: HttpRequest, asked: Request, task_state: TaskState) -> None:
    """A stranger's click is answered like one on a request that never was."""
    if not may_review(request.user, asked) and not may_know_outcome(request.user, asked, task_state):
        raise Http404


def settled(request: HttpRequest, asked: Request, task_state: TaskState) -> HttpResponse:
    """Somebody who was asked came after it was settled: they learn how it ended, and no more."""
    if not may_know_outcome(request.user, asked, task_state):
        raise Http404
    return answers.told(request, actions.why_not(request.user, task_state))


def render_review(
    request: HttpRequest, asked: Request, task_state: TaskState, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = read_review(request.user, asked, task_state, request.GET.get("view", ""))
    context = {
        "shown": shown,
        "in_columns": request.GET.get("show") == "side",
        "article": asked.article,
        "team": asked.article.team,
        "drawn": looks.main_part(request, shown.page) if shown.view == LOOK else "",
        "why_not": "" if shown.may_decide else actions.why_not(request.user, task_state),
        "approve_form": ApproveForm(request_shown=asked, auto_id="approve_%s"),
        "return_form": ReturnForm(request_shown=asked, auto_id="return_%s"),
        "hand_over_form": HandOverForm(auto_id="hand_over_%s"),
        "remark_form": RemarkForm(parts=shown.parts, auto_id="remark_%s"),
    }
    return render(request, "approvals/review.html", context | forms, status=status)


def not_taken(request: HttpRequest, asked: Request, task_state: TaskState, forms: dict[str, Any]) -> HttpResponse:
    """The review again, with what was typed."""
    if not may_review(request.user, asked) or asked.revision is None:
        return settled(request, asked, task_state)
    for name, form in forms.items():
        form.auto_id = name.replace("form", "%s")
    return render_review(request, asked, task_state, forms, status=422)


def _decide(request: HttpRequest, asked: Request, task_state: TaskState, form: DecisionForm) -> HttpResponse:
    told = form.cleaned_data
    try:
        decision = actions.decide(by=request.user, task_state=task_state, form=form)
    except Refused as refused:
        form.add_error(None, refused.message)
    except ValidationError as error:
        form.add_error(None, actions.not_ready(error))
    except PermissionDenied as refused:
        form.add_error(None, str(refused) or _("This cannot be decided now."))
    else:
        messages.success(request, answers.thanks(decision))
        return redirect("approvals:desk")
    fresh, task_state = answers.find(task_state.pk)
    name = "approve_form" if isinstance(form, ApproveForm) else "return_form"
    again = type(form)({"comment": told["comment"], "revision_id": fresh.revision_id, "digest": fresh.digest})
    again.is_valid()
    for refusal in form.non_field_errors():
        again.add_error(None, refusal)
    return not_taken(request, fresh, task_state, {name: again})
