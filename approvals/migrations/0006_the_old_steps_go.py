"""What said which of two steps a request or a decision was about is a row of its own now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0005_carry_over")]

    operations = [
        migrations.RemoveField(model_name="decision", name="step_then"),
        migrations.RemoveField(model_name="request", name="step_then"),
        migrations.DeleteModel(name="CommunicationsTask"),
        migrations.DeleteModel(name="TeamEditorsTask"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("task_state", "step", "person"), name="one_decision_a_person_and_step"
            ),
        ),
    ]
