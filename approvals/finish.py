"""What happens when the last step said yes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_what_was_approved(workflow_state: "WorkflowState") -> None:
    """Publish the revision that was decided on; Wagtail would take the latest one, which nobody may have seen."""
    state = workflow_state.current_task_state
    state.revision.publish(user=state.finished_by)
