"""What happens when the last step said yes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Wagtail imports this module while its own models are being made.
    from wagtail.models import WorkflowState


def publish_what_was_approved(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publish, or schedule, the revision that was decided on, as the last approver.

    Wagtail would take the latest one, which nobody may have seen.
    """
    state = workflow_state.current_task_state
    state.revision.publish(user=state.finished_by)
