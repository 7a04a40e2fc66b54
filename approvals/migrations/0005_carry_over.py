"""One workflow with one task in place of two, the house's routes as rows, and every request that runs or ran on them."""

from django.db import migrations

from publishing.digest import aspect_digests

WORKFLOW = "Approval"
OLD_WORKFLOWS = ("Team editors", "Team editors, then Communications")
COMMUNICATIONS_GROUP = "Communications"
EDITORS, COMMUNICATIONS = "editors", "communications"
POSITIONS = {EDITORS: 10, COMMUNICATIONS: 20}
NAMES = {EDITORS: "Team editors", COMMUNICATIONS: "Communications"}
ROUTES = {EDITORS: (EDITORS,), COMMUNICATIONS: (EDITORS, COMMUNICATIONS)}


def make_the_house(apps):
    """The routes of the house, and the one workflow: returns the rows by step, and what walks them."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    RouteStep = apps.get_model("approvals", "RouteStep")
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=COMMUNICATIONS_GROUP)
    rows = {}
    for step in NAMES:
        asks = {"asks": "group", "group": group} if step == COMMUNICATIONS else {"asks": "editors"}
        policies = [policy for policy, steps in ROUTES.items() if step in steps]
        rows[step] = RouteStep.objects.create(policies=policies, name=NAMES[step], position=POSITIONS[step], **asks)
    kind, _made = ContentType.objects.get_or_create(app_label="approvals", model="routetask")
    task = apps.get_model("approvals", "RouteTask").objects.create(name=WORKFLOW, content_type=kind)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    return rows, workflow, task


def carry_over(apps, schema_editor):
    rows, workflow, task = make_the_house(apps)
    old = apps.get_model("wagtailcore", "Workflow").objects.filter(name__in=OLD_WORKFLOWS)
    for request in apps.get_model("approvals", "Request").objects.select_related(
        "workflow_state__workflow", "workflow_state__current_task_state", "article", "revision"
    ):
        carry_request(apps, rows, request)
    apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow__in=old).update(workflow=workflow)
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__in=old).update(workflow=workflow)
    for name in ("teameditorstask", "communicationstask"):
        gone = apps.get_model("approvals", name).objects.all()
        apps.get_model("wagtailcore", "TaskState").objects.filter(task_id__in=gone.values("pk")).update(task_id=task.pk)
    for name in ("teameditorstask", "communicationstask"):
        ids = list(apps.get_model("approvals", name).objects.values_list("pk", flat=True))
        apps.get_model("wagtailcore", "WorkflowTask").objects.filter(task_id__in=ids).delete()
        apps.get_model("approvals", name).objects.all().delete()
        apps.get_model("wagtailcore", "Task").objects.filter(pk__in=ids).delete()
    old.delete()


def carry_request(apps, rows, request):
    """The steps of a request as rows of its own, with what was said at each."""
    state = request.workflow_state
    policy = COMMUNICATIONS if state.workflow.name == OLD_WORKFLOWS[1] else EDITORS
    article, revision = request.article, request.revision
    request.position = POSITIONS[request.step_then]
    request.step_name = NAMES[request.step_then]
    request.objected = state.status == "needs_changes"
    if revision is not None:
        request.aspects = aspect_digests(
            revision.content, team_id=article.team_id, audience_id=article.audience_id
        )
    request.save()
    for name in ROUTES[policy]:
        row = rows[name]
        step = apps.get_model("approvals", "RequestStep").objects.create(
            request=request, origin=row, name=row.name, position=row.position, asks=row.asks, group_id=row.group_id
        )
        said = request.decisions.filter(step_then=name)
        step.task_states.set(said.exclude(task_state=None).values_list("task_state_id", flat=True))
        counts = said.filter(decision="approved", digest=request.digest, task_state__revision=revision)
        counts.update(stands=True, aspects=request.aspects)
        step.is_done = counts.exists()
        if name == request.step_then and state.current_task_state is not None:
            step.task_states.add(state.current_task_state)
            step.started_at = state.current_task_state.started_at
        step.save()
        said.update(step=step)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_routes_as_rows"), ("teams", "0002_house")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
