from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"

    def ready(self) -> None:
        from core import portable

        portable.leave("planning.CalendarAddress", "A secret: only its digest is kept. People make a new address.")
