from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self) -> None:
        from core import portable
        from operations.jobs import register_jobs

        register_jobs()
        for name in ("Installation", "WorkerHeartbeat", "TaskTrail", "ScheduledJob", "Lease", "OverduePage"):
            portable.leave(
                f"operations.{name}", "Says how this installation began and runs, and nothing that people wrote."
            )
