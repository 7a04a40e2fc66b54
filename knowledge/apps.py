from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core import jobs
        from core import sections as places

        from . import kinds, reviews, sections, signal_handlers

        kinds.register()
        jobs.register("reviews", _("Ask whether pages still hold"), reviews.EVERY, reviews.ask_due)
        places.register("write_up_goal", "earlier_work", sections.earlier_work)
        signal_handlers.connect()
        places.register("page_bar", "status", sections.status_in_bar, order=40)
