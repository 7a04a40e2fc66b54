"""Pages that went live by Wagtail's editor in teams whose authors publish themselves lack their date of publication."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce


def give_the_date(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects
    articles = apps.get_model("publishing", "Article").objects
    for article in articles.filter(live=True, published=None).only("pk"):
        at = pages.filter(pk=article.pk).values_list("first_published_at", flat=True).first()
        articles.filter(pk=article.pk).update(published=at, last_activity=Coalesce(F("last_activity"), at))


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_what_a_page_is_worth"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(give_the_date, migrations.RunPython.noop)]
