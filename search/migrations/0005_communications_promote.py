"""Communications may put pages on top of a search."""

from django.db import migrations

ACTIONS = ("add", "change", "delete", "view")


def _permissions(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _made = ContentType.objects.get_or_create(app_label="wagtailsearchpromotions", model="searchpromotion")
    return [
        Permission.objects.get_or_create(
            content_type=kind,
            codename=f"{action}_searchpromotion",
            defaults={"name": f"Can {action} search promotion"},
        )[0]
        for action in ACTIONS
    ]


def allow(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name="Communications").first()
    if group is not None:
        group.permissions.add(*_permissions(apps))


def forbid(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name="Communications").first()
    if group is not None:
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_words_of_entries"),
        ("teams", "0002_house"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(allow, forbid)]
