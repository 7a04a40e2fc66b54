"""The approval desk and the review of one request."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import TaskState

from publishing.models import Article

from ..deciders.access import may_know_outcome, may_review
from ..deciders.permissions import may_approve_in_bulk
from ..deciding import actions, reasons
from ..deciding.hand_over import who_could_take
from ..forms import ApproveForm, DecisionForm, DeskForm, HandOverForm, RemarkForm, ReturnForm
from ..models import Request
from ..refusals import PAGE_IS_GONE, Refused
from ..reviewing import drawing
from ..reviewing.review import LOOK, read_review
from ..waiting import desk
from . import answers

LONGEST_NUMBER = 18  # digits; what a column holds


@require_safe
def my_desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, what waits for others in my teams, what I asked for, what I decided lately."""
    form = DeskForm(request.GET)
    narrow = form.cleaned_data if form.is_valid() else {}
    shown = desk.read_desk(request.user, **narrow)
    rows = [*shown.waiting, *(row.waiting for row in shown.teams)]
    form.offer(row.request.article.team for row in rows)
    context = {
        "form": form,
        "has_filter": len(rows) > desk.FEW,
        "is_narrowed": any(narrow.values()),
        "waiting": shown.waiting,
        "has_more": shown.has_more,
        "has_bulk": sum(row.in_bulk for row in shown.waiting) > 1,
        "teams": shown.teams,
        "asked": shown.asked,
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
    return HttpResponse(drawing.whole_page(request, asked.revision.as_object()))


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
def approve_many(request: HttpRequest) -> HttpResponse:
    """Approve what was ticked on the desk, each for itself: what is refused stops nothing else, and is said."""
    done, refused = 0, []
    for version in request.POST.getlist("version")[: desk.MOST_SHOWN]:
        task_id, _colon, said = version.partition(":")
        revision_id, _colon, digest = said.partition(":")
        form = ApproveForm({"revision_id": revision_id, "digest": digest})
        if not task_id.isdigit() or len(task_id) > LONGEST_NUMBER or not form.is_valid():
            continue
        asked, task_state = answers.find(int(task_id))
        require_known(request, asked, task_state)
        try:
            if not may_approve_in_bulk(request.user, asked):
                raise Refused(_("This step wants each page looked at by itself."))
            actions.decide(by=request.user, task_state=task_state, form=form)
        except Refused as refusal:
            refused.append(f"“{asked.article.draft_title}”: {refusal.message}")
        except ValidationError as error:
            refused.append(f"“{asked.article.draft_title}”: {reasons.not_ready(error)}")
        except PermissionDenied:
            refused.append(f"“{asked.article.draft_title}”: {_('This cannot be decided now.')}")
        else:
            done += 1
    if done:
        words = ngettext("You approved %(count)d page.", "You approved %(count)d pages.", done)
        messages.success(request, words % {"count": done})
    for sentence in refused:
        messages.error(request, sentence)
    if not done and not refused:
        messages.info(request, _("Tick the pages that you want to approve."))
    return redirect("approvals:desk")


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
    return answers.told(request, reasons.why_not(request.user, task_state))


def render_review(
    request: HttpRequest, asked: Request, task_state: TaskState, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = read_review(request.user, asked, task_state, request.GET.get("view", ""))
    offered = who_could_take(request.user, asked) if shown.may_decide else []
    context = {
        "shown": shown,
        "in_columns": request.GET.get("show") == "side",
        "article": asked.article,
        "team": asked.article.team,
        "drawn": drawing.main_part(request, shown.page) if shown.view == LOOK else "",
        "why_not": "" if shown.may_decide else reasons.why_not(request.user, task_state),
        "approve_form": ApproveForm(request_shown=asked, auto_id="approve_%s"),
        "return_form": ReturnForm(request_shown=asked, auto_id="return_%s"),
        "hand_over_form": HandOverForm(auto_id="hand_over_%s", offered=offered),
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
        form.add_error(None, reasons.not_ready(error))
    except PermissionDenied as refused:
        form.add_error(None, str(refused) or _("This cannot be decided now."))
    else:
        messages.success(request, answers.thanks(decision))
        return redirect("approvals:desk")
    if not Request.objects.filter(pk=asked.pk).exists():
        return answers.told(request, str(PAGE_IS_GONE), status=410)
    fresh, task_state = answers.find(task_state.pk)
    name = "approve_form" if isinstance(form, ApproveForm) else "return_form"
    again = type(form)({"comment": told["comment"], "revision_id": fresh.revision_id, "digest": fresh.digest})
    again.is_valid()
    for refusal in form.non_field_errors():
        again.add_error(None, refusal)
    return not_taken(request, fresh, task_state, {name: again})
