"""What both steps share: a plain Wagtail task that asks at run time who decides.

Not a subclass of Wagtail's group task: that one remembers its answer by task, so that one team's answer would be used
for the next, and it lets every superuser decide.
"""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from .steps import Step


class StepTask(Task):
    """A step of an approval. Every write goes through ``approvals.actions``, whichever screen it comes from."""

    step: Step

    class Meta:
        abstract = True

    # --- Starting -------------------------------------------------------------------------------------

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Ask about the page's latest revision. The step that is due starts, whichever one Wagtail named:
        after changes the first one asks again."""
        from . import running  # running reads the models, which are built on this class

        request, due = running.ask_about_latest(workflow_state)
        if due is not None and due.pk != self.pk:
            return due.start(workflow_state, user=user)
        task_state = super().start(workflow_state, user=user)
        running.tell_approvers(request, task_state)
        return task_state

    # --- Deciding -------------------------------------------------------------------------------------

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self._asks(obj, user):
            return []
        return [("reject", _("Ask for changes"), True), ("approve", _("Approve"), True)]

    def get_form_for_action(self, action: str) -> type:
        from .forms import ApproveForm, ReturnForm

        return ReturnForm if action == "reject" else ApproveForm

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Wagtail's own screens decide through the same door as ours. Raises ``Refused``, a PermissionDenied."""
        from . import actions
        from .models import Channel
        from .refusals import NotShown, Refused

        form = self.get_form_for_action(action_name)(kwargs)
        if not form.is_valid():
            raise NotShown(form)
        told = form.cleaned_data
        try:
            if action_name == "approve":
                actions.approve(
                    by=user,
                    task_state=task_state,
                    revision_id=told["revision_id"],
                    digest=told["digest"],
                    remark=told["comment"],
                    channel=Channel.CMS,
                )
            elif action_name == "reject":
                actions.return_for_changes(
                    by=user,
                    task_state=task_state,
                    revision_id=told["revision_id"],
                    digest=told["digest"],
                    reason=told["comment"],
                    channel=Channel.CMS,
                )
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        awaiting = _requests().awaiting(user).filter(step=self.step)
        return TaskState.objects.filter(
            task_id=self.pk,
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state_id__in=awaiting.values("workflow_state_id"),
        )

    # --- Editing while it is asked about --------------------------------------------------------------

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        from .approvers import may_mend

        return may_mend(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Those who submitted wait, or withdraw. An approver may mend a word and thereby becomes a writer, who may go
        on mending but no longer decides."""
        from .approvers import may_mend

        return not may_mend(user, obj)

    def _asks(self, obj: Any, user: Any) -> bool:
        return bool(_requests().awaiting(user).filter(article_id=obj.pk, step=self.step).exists())


def _requests() -> Any:
    # The models are built on this class, so they are asked for when a question is asked.
    return apps.get_model("approvals", "Request").objects.all()
