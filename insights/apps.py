from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        from core.viewer import register_fact

        from .permissions import may_read_reports

        register_fact("viewer_reads_reports", may_read_reports)
