"""What the menu below the editor offers: to submit, with who will be asked; to withdraw, to those who may."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, SubmitForModerationMenuItem

from publishing.models import Article

from ..deciders.names import in_words
from ..deciding.actions import may_withdraw
from ..models import Request
from ..routes.preview import first_asked


class SubmitItem(SubmitForModerationMenuItem):
    """Submitting, with the names of those who decide first."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page, person = parent_context.get("page"), parent_context["request"].user
        team = page.team if page is not None and page.pk else parent_context["parent_page"].team
        people = first_asked(page, team, by=person)
        if people:
            context["label"] = _("Submit for approval by %(people)s") % {"people": in_words(people, most=2)}
        else:
            context["label"] = _("Submit for approval")
        return context


class WithdrawItem(CancelWorkflowMenuItem):
    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["label"] = _("Withdraw from approval")
        return context


def construct_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Only articles are asked about; other pages keep what Wagtail offers."""
    page = context.get("page")
    place = page if page is not None and page.pk else context.get("parent_page")
    if not isinstance(page, Article) and getattr(place, "team", None) is None:
        return
    items[:] = [
        SubmitItem(order=item.order) if item.name == "action-submit" else item
        for item in items
        if item.name not in {"action-cancel-workflow", "action-restart-workflow"}
    ]
    if isinstance(page, Article) and page.pk:
        asked = Request.objects.unsettled().filter(article_id=page.pk).select_related("workflow_state", "article__team")
        running = asked.first()
        if running is not None and may_withdraw(request.user, running):
            items.append(WithdrawItem(order=40))
