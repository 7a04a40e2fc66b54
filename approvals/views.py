"""The approval desk and the review of one request."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import TaskState

from publishing.models import Article

from . import actions, desk, looks
from . import by_mail as mail
from .access import may_know_outcome, may_review
from .forms import ApproveForm, DecisionForm, ReturnForm
from .models import Decision, Request
from .refusals import Refused
from .review import read_review

LOOK, CHANGES = "look", "changes"


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
    asked, task_state = _find(pk)
    if not may_review(request.user, asked) or asked.revision is None:
        return _settled(request, asked, task_state)
    return _render_review(request, asked, task_state, {})


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The revision on a page of its own, as readers will meet it."""
    asked, _task_state = _find(pk)
    if not may_review(request.user, asked) or asked.revision is None:
        raise Http404
    return HttpResponse(looks.whole_page(request, asked.revision.as_object()))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    asked, task_state = _find(pk)
    _require_known(request, asked, task_state)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return _not_taken(request, asked, task_state, {"approve_form": form})
    return _decide(request, asked, task_state, form, actions.approve, "remark")


@require_POST
def return_for_changes(request: HttpRequest, pk: int) -> HttpResponse:
    asked, task_state = _find(pk)
    _require_known(request, asked, task_state)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _not_taken(request, asked, task_state, {"return_form": form})
    return _decide(request, asked, task_state, form, actions.return_for_changes, "reason")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Where the buttons of a mail lead, signed in or not: asks once more, and decides by POST for whom the mail was."""
    try:
        link = mail.read(token)
    except mail.RunOutError:
        return _told(request, _("This link was good for three days. Please decide on your desk instead."), 410)
    if link is None:
        raise Http404
    if request.user.is_authenticated and request.user.pk != link.person.pk:
        return _told(request, _("This link answers for somebody else, whom the mail was for."), 403)
    asked, task_state = _find(link.task_state_id)
    if request.method != "POST":
        refusal = mail.why_not(link, asked, task_state)
        return _told(request, refusal) if refusal else _ask_once_more(request, link, asked)
    form = (ReturnForm if request.POST.get("answer") == mail.RETURN else ApproveForm)(
        {"comment": request.POST.get("comment", ""), "revision_id": link.revision_id, "digest": link.digest}
    )
    if not form.is_valid():
        return _ask_once_more(request, link, asked, form, status=422)
    try:
        decision = mail.decide(link, task_state, form)
    except Refused:
        return _told(request, mail.why_not(link, *_find(task_state.pk)) or _("This cannot be decided now."), 409)
    except ValidationError as error:
        form.add_error(None, actions.not_ready(error))
        return _ask_once_more(request, link, asked, form, status=422)
    sentence = _approved(decision) if decision.is_approval else _sent_back(decision)
    return _told(request, sentence, heading=_("Thank you"))


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


def _find(pk: int) -> tuple[Request, TaskState]:
    task_state = get_object_or_404(TaskState.objects.select_related("task"), pk=pk)
    asked = get_object_or_404(
        Request.objects.select_related(
            "article__team", "article__owner", "revision", "workflow_state__requested_by",
            "workflow_state__current_task_state",
        ),
        workflow_state_id=task_state.workflow_state_id,
    )  # fmt: skip
    return asked, task_state


def _require_known(request: HttpRequest, asked: Request, task_state: TaskState) -> None:
    """A stranger's click is answered like one on a request that never was."""
    if not may_review(request.user, asked) and not may_know_outcome(request.user, asked, task_state):
        raise Http404


def _approved(decision: Decision) -> str:
    return _("You approved “%(title)s”.") % {"title": decision.article.draft_title}


def _sent_back(decision: Decision) -> str:
    return _("“%(title)s” goes back to its author with your reason.") % {"title": decision.article.draft_title}


def _told(request: HttpRequest, sentence: str, status: int = 200, *, heading: str = "") -> HttpResponse:
    context = {"sentence": sentence, "heading": heading}
    return render(request, "approvals/settled.html", context, status=status)


def _ask_once_more(
    request: HttpRequest, link: mail.Link, asked: Request, form: DecisionForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The form behind a mail's button: the one answer in front, the other below it."""
    wants_changes = isinstance(form, ReturnForm) or (form is None and request.GET.get("answer") == mail.RETURN)
    context = {
        "person": link.person,
        "title": asked.article.draft_title,
        "team": asked.article.team,
        "wants_changes": wants_changes,
        "form": form or (ReturnForm if wants_changes else ApproveForm)(),
        "approve": mail.APPROVE,
        "return_": mail.RETURN,
    }
    return render(request, "approvals/by_mail.html", context, status=status)


def _settled(request: HttpRequest, asked: Request, task_state: TaskState) -> HttpResponse:
    """Somebody who was asked came after it was settled: they learn how it ended, and no more."""
    if not may_know_outcome(request.user, asked, task_state):
        raise Http404
    return _told(request, actions.why_not(request.user, task_state))


def _render_review(
    request: HttpRequest, asked: Request, task_state: TaskState, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = read_review(request.user, asked, task_state)
    view = request.GET.get("view") or (CHANGES if shown.live is not None else LOOK)
    context = {
        "shown": shown,
        "article": asked.article,
        "team": asked.article.team,
        "view": view if view in (LOOK, CHANGES) else LOOK,
        "drawn": looks.main_part(request, shown.page) if view != CHANGES or shown.live is None else "",
        "why_not": "" if shown.may_decide else actions.why_not(request.user, task_state),
        "approve_form": ApproveForm(request_shown=asked, auto_id="approve_%s"),
        "return_form": ReturnForm(request_shown=asked, auto_id="return_%s"),
    }
    return render(request, "approvals/review.html", context | forms, status=status)


def _not_taken(request: HttpRequest, asked: Request, task_state: TaskState, forms: dict[str, Any]) -> HttpResponse:
    """The review again, with what was typed."""
    if not may_review(request.user, asked) or asked.revision is None:
        return _settled(request, asked, task_state)
    for name, form in forms.items():
        form.auto_id = name.replace("form", "%s")
    return _render_review(request, asked, task_state, forms, status=422)


def _decide(
    request: HttpRequest, asked: Request, task_state: TaskState, form: DecisionForm, act: Any, words: str
) -> HttpResponse:
    told = form.cleaned_data
    try:
        decision = act(
            by=request.user,
            task_state=task_state,
            revision_id=told["revision_id"],
            digest=told["digest"],
            **{words: told["comment"]},
        )
    except Refused as refused:
        form.add_error(None, refused.message)
    except ValidationError as error:
        form.add_error(None, actions.not_ready(error))
    except PermissionDenied as refused:
        form.add_error(None, str(refused) or _("This cannot be decided now."))
    else:
        messages.success(request, _approved(decision) if decision.is_approval else _sent_back(decision))
        return redirect("approvals:desk")
    fresh, task_state = _find(task_state.pk)
    name = "approve_form" if isinstance(form, ApproveForm) else "return_form"
    again = type(form)({"comment": told["comment"], "revision_id": fresh.revision_id, "digest": fresh.digest})
    again.is_valid()
    for refusal in form.non_field_errors():
        again.add_error(None, refusal)
    return _not_taken(request, fresh, task_state, {name: again})
