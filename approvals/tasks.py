"""The one task that walks every request along its own route, for Wagtail's workflow.

A plain Wagtail task that asks at run time who decides. Not a subclass of Wagtail's group task: that one remembers its
answer by task, so that one team's answer would be used for the next, and it lets every superuser decide.
"""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from .locks import AskedLock


class RouteTask(Task):
    """Asks whom the request's route asks next. Every write goes through ``deciding.actions``, whichever screen it
    comes from. One task state stands for one asking: the steps of one position."""

    lock_class = AskedLock

    class Meta:
        verbose_name = _("approval along the page's route")
        verbose_name_plural = _("approvals along the page's route")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Asks the people of the page's own route, step by step, except those who wrote it"))

    # --- Starting -------------------------------------------------------------------------------------

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Ask about the page's latest revision, at the step that is due."""
        from .deciding import running  # running reads the models, which import this class

        request = running.ask_about_latest(workflow_state)
        task_state = super().start(workflow_state, user=user)
        running.begin_asking(request, task_state)
        return task_state

    # --- Deciding -------------------------------------------------------------------------------------

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not _requests().awaiting(user, article_id=obj.pk).exists():
            return []
        return [("reject", _("Ask for changes"), True), ("approve", _("Approve"), True)]

    def get_form_for_action(self, action: str) -> type:
        from .forms import ApproveForm, ReturnForm

        return ReturnForm if action == "reject" else ApproveForm

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Wagtail's own screens decide through the same door as ours. Raises ``Refused``, a PermissionDenied."""
        from .deciding import actions
        from .models import Channel
        from .refusals import NotShown, Refused

        form = self.get_form_for_action(action_name)(kwargs)
        if not form.is_valid():
            raise NotShown(form)
        try:
            actions.decide(by=user, task_state=task_state, form=form, channel=Channel.CMS)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        return TaskState.objects.filter(
            task_id=self.pk,
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state_id__in=_requests().awaiting(user).values("workflow_state_id"),
        )

    # --- Editing while it is asked about --------------------------------------------------------------

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        from .deciders.permissions import may_mend

        return may_mend(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Those who submitted wait, or withdraw. An approver may mend a word and thereby becomes a writer, who may go
        on mending but no longer decides."""
        from .deciders.permissions import may_mend

        return not may_mend(user, obj)


def _requests() -> Any:
    # The models import this class, so they are asked for when a question is asked.
    return apps.get_model("approvals", "Request").objects.all()
