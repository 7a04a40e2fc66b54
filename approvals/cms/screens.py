"""Wagtail's own screens for an article, where they submit, decide, withdraw or publish.

They are as safe without this: every write refuses for itself. Here each POST is one act under one lock, and a refusal
becomes a sentence beside the text that was typed instead of "you do not have permission".
"""

import json
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from publishing import lifecycle
from publishing.gates import NotCleared
from publishing.models import Article
from publishing.readiness import objection_to

from ..deciders.names import in_words
from ..deciders.tallies import approvers_for
from ..deciding import actions, reasons
from ..deciding.actions import keep_note
from ..models import Request
from ..refusals import Refused
from ..reviewing import remarking
from .route_panel import is_correction_in, note_in


def _say_draft(request: HttpRequest, team: Any) -> None:
    messages.warning(
        request,
        _("This is kept as a draft. In %(team)s a page goes live when it is approved: submit it when it is ready.")
        % {"team": team.name},
    )


def _say_who_is_asked(request: HttpRequest, page: Any) -> None:
    asked = Request.objects.open().filter(article_id=page.pk).select_related("workflow_state", "article__team").first()
    if asked is None:
        return
    people = approvers_for(asked)
    if people:
        messages.info(request, _("Asked now: %(people)s.") % {"people": in_words(people)})
    else:
        messages.warning(
            request,
            _(
                "Nobody can decide on this at the moment, because everybody who might wrote part of it. "
                "Ask your team's lead to name another editor."
            ),
        )


def _say_what_is_missing(request: HttpRequest, page: Any) -> bool:
    """Whether something keeps the page, as it was just written, from being submitted or published."""
    objection = objection_to(page)
    if objection:
        messages.warning(request, _("%(why)s Until then it is kept as a draft.") % {"why": objection})
    return bool(objection)


class ArticleEditView(EditView):
    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """In the place of Wagtail's mails, which ask nobody whether they may still read the draft."""
        remarking.tell_of_changes(self.page, changes, by=self.request.user)

    is_cancelling_workflow = False  # withdrawing is done first, in post()

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            article = Article.objects.filter(pk=page_id).first()
            if article is not None:
                lifecycle.lock(article)
            return super().dispatch(request, page_id, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page.is_marked_as_correction = is_correction_in(request.POST)
        if not request.POST.get("action-cancel-workflow"):
            return super().post(request, *args, **kwargs)
        try:
            actions.withdraw(by=request.user, article=self.page)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("“%(title)s” is withdrawn from approval.") % {"title": self.page.title})
        if self.locked_for_user:
            return self.redirect_and_remain()
        return super().post(request, *args, **kwargs)

    def save_action(self) -> HttpResponseBase:
        if self.request.POST.get("action-publish"):
            _say_draft(self.request, self.page.team)
        return super().save_action()

    def publish_action(self) -> HttpResponseBase:
        if _say_what_is_missing(self.request, self.page):
            return super().save_action()
        try:
            return super().publish_action()
        except NotCleared as refused:
            messages.error(self.request, str(refused))
            return self.redirect_and_remain()

    def submit_action(self) -> HttpResponseBase:
        if _say_what_is_missing(self.request, self.page):
            return super().save_action()
        before = self.workflow_state
        if before is not None and before.status == before.STATUS_NEEDS_CHANGES:
            before.requested_by = self.request.user
        response = super().submit_action()
        keep_note(self.page, note_in(self.request.POST))
        _say_who_is_asked(self.request, self.page)
        return response

    def perform_workflow_action(self) -> HttpResponseBase:
        """Save what was changed, then decide. A refused decision leaves the saved words in place."""
        try:
            if not isinstance(json.loads(self.request.POST.get("workflow-action-extra-data", "{}")), dict):
                raise ValueError
        except ValueError:
            messages.error(self.request, _("Please open the page again and decide on what it shows."))
            return self.redirect_and_remain()
        try:
            return super().perform_workflow_action()
        except Refused as refused:
            message = refused.message
        if self.has_content_changes:
            message = _("%(why)s Your changes are saved.") % {"why": message}
        messages.error(self.request, message)
        return self.redirect_and_remain()


class ArticleCreateView(CreateView):
    def save_action(self) -> HttpResponseBase:
        if self.request.POST.get("action-publish"):
            _say_draft(self.request, self.parent_page.team)
        return super().save_action()

    def publish_action(self) -> HttpResponseBase:
        if _say_what_is_missing(self.request, self.page):
            return super().save_action()
        try:
            return super().publish_action()
        except NotCleared as refused:
            messages.error(self.request, str(refused))
            return redirect("wagtailadmin_pages:edit", self.page.pk)

    def submit_action(self) -> HttpResponseBase:
        if _say_what_is_missing(self.request, self.page):
            return super().save_action()
        response = super().submit_action()
        keep_note(self.page, note_in(self.request.POST))
        _say_who_is_asked(self.request, self.page)
        return response


class _ShowsWhatIsAsked:
    """The forms of both answers carry what the person is looking at."""

    task_state: Any

    def get_form_class(self) -> Any:
        request = Request.objects.filter(workflow_state_id=self.task_state.workflow_state_id).first()
        return partial(super().get_form_class(), request_shown=request)  # type: ignore[misc]  # of the view beside it


class CollectDecisionView(_ShowsWhatIsAsked, CollectWorkflowActionDataView):
    pass


class DecisionView(_ShowsWhatIsAsked, WorkflowActionView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        why_not = reasons.why_not(request.user, self.task_state)
        if why_not:
            messages.error(request, why_not)
            return self._go(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST)
        if not form.is_valid() and self._in_modal(request):
            return self.render_modal_form(request, form)
        told = {name: request.POST.get(name, "") for name in form.fields}
        try:
            self.task.on_action(self.task_state, request.user, self.action_name, **told)
        except Refused as refused:
            messages.error(request, refused.message)
        return self._go(request)

    def _in_modal(self, request: HttpRequest) -> bool:
        return request.headers.get("x-requested-with") == "XMLHttpRequest"

    def _go(self, request: HttpRequest) -> HttpResponseBase:
        may_edit = self.object.specific.permissions_for_user(request.user).can_edit()
        address = self.redirect_url if may_edit or request.GET.get("next") else "approvals:desk"
        if self._in_modal(request):
            return self.render_modal_json(request, {"step": "success", "redirect": redirect(address).url})
        return redirect(address)


class ArticleViewSet(PageViewSet):
    """The screens of everything that a team publishes. Rooms above that need other screens build on this one."""

    model = Article
    icon = "doc-full-inverse"
    edit_view_class = ArticleEditView
    add_view_class = ArticleCreateView
    workflow_action_view_class = DecisionView
    collect_workflow_action_data_view_class = CollectDecisionView
