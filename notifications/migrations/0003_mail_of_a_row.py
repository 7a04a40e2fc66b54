from django.db import migrations, models


class Migration(migrations.Migration):
    """What each row is about, in which channel it is mailed, and which mail took it up. Rows from before have no
    channel: their mails were promised one by one, and nothing gathers them."""

    dependencies = [
        ('notifications', '0002_relations'),
    ]

    operations = [
        migrations.AddField(
            model_name='notification',
            name='about',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='notification',
            name='channel',
            field=models.CharField(blank=True, choices=[('now', 'Now'), ('daily', 'Once a day'), ('never', 'Never')], db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='notification',
            name='mailed_by',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='notification',
            name='mailed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('mailed_by', ''), _negated=True), fields=['mailed_by'], name='notification_mailed_by'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('channel', 'daily'), ('mailed_by', ''), ('read_at', None)), fields=['person'], name='notification_for_digest'),
        ),
    ]
