"""Routes become rows of ours, copied onto every request: the tables."""

import approvals.steps
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0003_channel'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('publishing', '0003_what_the_talk_says'),
        ('teams', '0002_house'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Two steps there were, by name; they are read once more as rows are made of them.
        migrations.RenameField(model_name='decision', old_name='step', new_name='step_then'),
        migrations.RenameField(model_name='request', old_name='step', new_name='step_then'),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('before', models.CharField(max_length=64)),
                ('after', models.CharField(max_length=64)),
                ('words', models.JSONField(default=list)),
            ],
            options={
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What authors and approvers read: “Legal”.', max_length=80, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(default=10, help_text='Lower numbers are asked first; steps with the same number are asked at the same time.', verbose_name='order')),
                ('asks', models.CharField(choices=[('editors', "the team's editors and leads"), ('leads', "the team's leads"), ('group', 'a group of the house'), ('people', 'people by name')], max_length=10, verbose_name='asks')),
                ('needed', models.PositiveSmallIntegerField(default=1, help_text='1 for any one of them, 0 for all of them.', validators=[django.core.validators.MaxValueValidator(20)], verbose_name='how many must approve')),
                ('remit', models.JSONField(default=approvals.steps.everything, verbose_name='approves')),
                ('keeps_on_correction', models.BooleanField(default=False, help_text='A small change of words that its writer marks as a correction does not ask these people again.', verbose_name='a corrected spelling keeps the approval')),
                ('in_bulk', models.BooleanField(default=False, help_text='On the desk, several requests can be ticked and approved together.', verbose_name='several pages may be approved at once')),
                ('working_hours', models.PositiveSmallIntegerField(default=16, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='due after (working hours)')),
                ('is_done', models.BooleanField(default=False)),
                ('reach', models.PositiveSmallIntegerField(choices=[(0, 'those the step names'), (1, "the team's leads"), (2, 'Communications')], default=0)),
                ('started_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('reminded', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RouteStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What authors and approvers read: “Legal”.', max_length=80, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(default=10, help_text='Lower numbers are asked first; steps with the same number are asked at the same time.', verbose_name='order')),
                ('asks', models.CharField(choices=[('editors', "the team's editors and leads"), ('leads', "the team's leads"), ('group', 'a group of the house'), ('people', 'people by name')], max_length=10, verbose_name='asks')),
                ('needed', models.PositiveSmallIntegerField(default=1, help_text='1 for any one of them, 0 for all of them.', validators=[django.core.validators.MaxValueValidator(20)], verbose_name='how many must approve')),
                ('remit', models.JSONField(default=approvals.steps.everything, verbose_name='approves')),
                ('keeps_on_correction', models.BooleanField(default=False, help_text='A small change of words that its writer marks as a correction does not ask these people again.', verbose_name='a corrected spelling keeps the approval')),
                ('in_bulk', models.BooleanField(default=False, help_text='On the desk, several requests can be ticked and approved together.', verbose_name='several pages may be approved at once')),
                ('working_hours', models.PositiveSmallIntegerField(default=16, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(400)], verbose_name='due after (working hours)')),
                ('policies', models.JSONField(blank=True, default=list, verbose_name='for the posting policies')),
                ('only_purposes', models.JSONField(blank=True, default=list, verbose_name='only for the purposes')),
                ('only_visibilities', models.JSONField(blank=True, default=list, verbose_name='only in teams that are')),
                ('only_tag', models.CharField(blank=True, max_length=100, verbose_name='only with the tag')),
                ('only_above', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='only when more people can read it than')),
            ],
            options={
                'verbose_name': 'step of a route',
                'verbose_name_plural': 'steps of routes',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RouteTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': "approval along the page's route",
                'verbose_name_plural': "approvals along the page's route",
            },
            bases=('wagtailcore.task',),
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='one_decision_a_person_and_task',
        ),
        migrations.AddField(
            model_name='decision',
            name='aspects',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='decision',
            name='for_person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='stands',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='request',
            name='aspects',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='request',
            name='note',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='request',
            name='objected',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='request',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='request',
            name='position',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='request',
            name='step_name',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='correction',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correction',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='approvals.request'),
        ),
        migrations.AddField(
            model_name='handover',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='handover',
            name='taker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group', verbose_name='group'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='people by name'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.request'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='task_states',
            field=models.ManyToManyField(related_name='asked_steps', to='wagtailcore.taskstate'),
        ),
        migrations.AddField(
            model_name='handover',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed', to='approvals.requeststep'),
        ),
        migrations.AddField(
            model_name='decision',
            name='step',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='approvals.requeststep'),
        ),
        migrations.AddField(
            model_name='routestep',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group', verbose_name='group'),
        ),
        migrations.AddField(
            model_name='routestep',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='people by name'),
        ),
        migrations.AddField(
            model_name='routestep',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='route_steps', to='teams.team', verbose_name='team'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='origin',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='approvals.routestep'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(fields=('step', 'giver'), name='one_hand_over_a_person_and_step'),
        ),
        migrations.AddIndex(
            model_name='requeststep',
            index=models.Index(condition=models.Q(('is_done', False)), fields=['due_at'], name='steps_by_due_time'),
        ),
        migrations.AddConstraint(
            model_name='requeststep',
            constraint=models.UniqueConstraint(fields=('request', 'origin'), name='one_copy_of_a_step_a_request'),
        ),
    ]
