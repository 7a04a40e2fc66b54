from datetime import timedelta

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Task, TaskState, Workflow, WorkflowState

        from core import jobs, marks
        from core import sections as places
        from core.access import is_administrator, register_grant, register_kind
        from core.viewer import register_fact
        from publishing.gates import register_gate
        from publishing.lifecycle import register_freezer
        from publishing.models import Article

        from . import (
            checks,  # noqa: F401 - registers the house rules
            kinds,
            sections,
            signal_handlers,
        )
        from .deciders import access
        from .deciding import clock, emergency, following, gate
        from .routes import gaps
        from .waiting import morning

        for kind in (Task, Workflow):
            register_kind(kind, lambda user, thing: is_administrator(user))
        register_kind(WorkflowState, access.may_view_workflow_state)
        register_kind(TaskState, access.may_view_task_state)
        register_grant(Article, access.draft_on_my_desk)
        register_grant(get_image_model(), access.picture_on_my_desk)
        register_grant(get_document_model(), access.document_on_my_desk)

        register_gate(gate.APPROVED, gate.approved)
        register_gate(emergency.EMERGENCY, emergency.past_approval)
        register_fact("viewer_is_administrator", is_administrator)
        register_freezer(following.is_under_decision)
        kinds.register_kinds()
        places.register("home_needs", "approvals", sections.needs, order=20)
        places.register("leaving", "approvals", sections.left_behind, order=30)
        places.register("background_work", "approvals", gaps.on_health_page, order=10)
        places.register("team_settings", "approvals", sections.route_link, order=10)
        places.register("team_rail", "approvals", sections.who_approves, order=30)
        marks.register("approver", _("Approver"), sections.approvers_of)
        label = _("Remind approvers, and ask others when nobody answers")
        jobs.register("approvals", label, timedelta(minutes=5), clock.look_at_the_clock)
        jobs.register("morning", _("Tell what waits for approval"), timedelta(minutes=20), morning.greet_all)
        label = _("Report steps that nobody can pass")
        jobs.register("approval-gaps", label, timedelta(hours=6), gaps.tell_gaps)
        signal_handlers.connect()
