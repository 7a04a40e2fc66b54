"""The house before its first team: its two groups, its collection, and none of Wagtail's stock rights on Root."""

from django.db import migrations

HOUSE = "House"
COMMUNICATIONS = "Communications"
MODERATORS = "Moderators"


def make_house(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")

    # Wagtail gives its stock groups rights on Root: everybody's pages. Here rights are a team's, or nobody's.
    GroupPagePermission.objects.all().delete()
    GroupCollectionPermission.objects.all().delete()
    Group.objects.filter(name="Editors").delete()

    root = Collection.objects.get(depth=1)
    if not Collection.objects.filter(name=HOUSE, depth=2).exists():
        root.numchild += 1
        root.save()
        Collection.objects.create(name=HOUSE, path=f"{root.path}{root.numchild:04d}", depth=2, numchild=0)

    content_type, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    cms, _made = Permission.objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for name in (COMMUNICATIONS, MODERATORS):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([cms])


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0001_first"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("library", "0001_first"),
    ]

    operations = [migrations.RunPython(make_house, migrations.RunPython.noop)]
