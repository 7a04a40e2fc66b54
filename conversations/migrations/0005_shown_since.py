"""Comments know since when everybody sees them, and records which page and team they are about."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Comment = apps.get_model("conversations", "Comment")
    ModerationRecord = apps.get_model("conversations", "ModerationRecord")
    # In portions, so that no row is locked for long.
    pks = Comment.objects.filter(state="public", shown_at=None).order_by("pk").values_list("pk", flat=True)
    while portion := list(pks[:2000]):
        written = Comment.objects.filter(pk=OuterRef("pk")).values("submit_date")[:1]
        Comment.objects.filter(pk__in=portion).update(shown_at=Subquery(written))
    page = Comment.objects.filter(pk=OuterRef("comment_id"))
    ModerationRecord.objects.filter(page=None).update(
        page_id=Subquery(page.values("page_id")[:1]), team_id=Subquery(page.values("page__team_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0004_longer_conversations")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
