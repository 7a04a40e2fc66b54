"""What background work leaves in the database: signs of life, troubled tasks, jobs by the clock, pages overdue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """How this database began: one row, written at the first start. A house begun without the demo never gets it."""

    began_with_demo = models.BooleanField()
    demo_loaded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("installation")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="installation_is_one_row")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"


class WorkerHeartbeat(models.Model):
    """One process that does background work. It also holds a lock that ends with it; see `operations.liveness`."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("worker")
        SCHEDULER = "scheduler", _("scheduler")

    id = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background process")
        verbose_name_plural = _("background processes")
        indexes = [models.Index(fields=["kind", "seen_at"], name="heartbeat_seen")]

    def __str__(self) -> str:
        return self.id


class TaskTrail(models.Model):
    """What happened to a task that did not succeed at once. A task that did has none."""

    class State(models.TextChoices):
        RETRYING = "retrying", _("will be tried again")
        DEAD = "dead", _("given up")

    task_id = models.UUIDField(primary_key=True)
    task_path = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RETRYING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    first_failed_at = models.DateTimeField(auto_now_add=True)
    last_failed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("troubled task")
        verbose_name_plural = _("troubled tasks")
        indexes = [models.Index(fields=["state", "last_failed_at"], name="trail_state")]

    def __str__(self) -> str:
        return f"{self.task_path} {self.task_id}"

    @property
    def reason(self) -> str:
        """The error in one line; where it came from stands below it."""
        return self.last_error.partition("\n")[0]


class ScheduledJob(models.Model):
    """When a job of the clock last ran and when it runs next."""

    name = models.CharField(primary_key=True, max_length=100)
    next_at = models.DateTimeField()
    last_started = models.DateTimeField(null=True)
    last_finished = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    runs = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """Who may act among several who could, and until when."""

    name = models.CharField(primary_key=True, max_length=50)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class OverduePage(models.Model):
    """A page whose time has come and which could not go live, or not be taken down. Gone as soon as it could."""

    class Change(models.TextChoices):
        PUBLISH = "publish", _("go live")
        EXPIRE = "expire", _("expire")

    key = models.CharField(max_length=200, unique=True)
    change = models.CharField(max_length=10, choices=Change.choices)
    title = models.CharField(max_length=255)
    page_id = models.BigIntegerField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    first_failed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("overdue page")
        verbose_name_plural = _("overdue pages")

    def __str__(self) -> str:
        return self.title
