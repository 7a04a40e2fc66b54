"""The two routes to approval, in place of the workflow that Wagtail hangs on Root."""

from django.db import migrations

STOCK = "Moderators approval"
EDITORS = "Team editors"
COMMUNICATIONS = "Communications"
ROUTES = {
    "editors": (EDITORS, ("teameditorstask",)),
    "communications": ("Team editors, then Communications", ("teameditorstask", "communicationstask")),
}


def make_routes(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")

    # It asks one group for everybody's pages; here every team asks its own people.
    WorkflowPage.objects.filter(workflow__name=STOCK).delete()
    Workflow.objects.filter(name=STOCK).delete()
    GroupApprovalTask.objects.filter(name=STOCK).delete()

    tasks = {}
    for model, name in (("TeamEditorsTask", EDITORS), ("CommunicationsTask", COMMUNICATIONS)):
        kind, _made = ContentType.objects.get_or_create(app_label="approvals", model=model.lower())
        tasks[model.lower()], _made = apps.get_model("approvals", model).objects.get_or_create(
            name=name, defaults={"content_type": kind}
        )
    workflows = {}
    for policy, (name, steps) in ROUTES.items():
        workflows[policy], _made = Workflow.objects.get_or_create(name=name)
        for order, step in enumerate(steps):
            WorkflowTask.objects.get_or_create(
                workflow=workflows[policy], task_id=tasks[step].pk, defaults={"sort_order": order}
            )

    for page in apps.get_model("teams", "TeamPage").objects.select_related("team"):
        if page.team.posting_policy in workflows:
            WorkflowPage.objects.update_or_create(
                page_id=page.pk, defaults={"workflow": workflows[page.team.posting_policy]}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_first"),
        ("teams", "0002_house"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_routes, migrations.RunPython.noop)]
