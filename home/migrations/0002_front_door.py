"""Our home page takes the place of Wagtail's welcome page, with the list of teams below it."""

from django.db import migrations


def open_the_door(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")
    TeamsPage = apps.get_model("teams", "TeamsPage")

    if HomePage.objects.exists():
        return
    locale = Locale.objects.first() or Locale.objects.create(language_code="en")
    Page.objects.filter(depth=2, slug="home").delete()
    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=ContentType.objects.get_or_create(app_label="home", model="homepage")[0],
        path="00010001",
        depth=2,
        numchild=1,
        url_path="/home/",
        locale=locale,
    )
    TeamsPage.objects.create(
        title="Teams",
        draft_title="Teams",
        slug="teams",
        content_type=ContentType.objects.get_or_create(app_label="teams", model="teamspage")[0],
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/teams/",
        locale=locale,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page_id": home.pk, "site_name": "Intramural"},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_first"),
        ("teams", "0002_house"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(open_the_door, migrations.RunPython.noop)]
