import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people follow and mute, the channels they chose, and the hour of their digest."""

    dependencies = [
        ('notifications', '0003_mail_of_a_row'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('number', models.BigIntegerField()),
                ('stance', models.CharField(choices=[('following', 'Following'), ('muted', 'Muted')], max_length=10)),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'following',
                'indexes': [models.Index(fields=['kind', 'number', 'stance', 'person'], name='following_of_subject')],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'number'), name='one_stance_to_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('channel', models.CharField(choices=[('now', 'Now'), ('daily', 'Once a day'), ('never', 'Never')], max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'choice',
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='one_choice_a_person_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('digest_hour', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MaxValueValidator(23)])),
                ('follows_own_talk', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'rhythm',
            },
        ),
    ]
