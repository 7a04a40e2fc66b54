from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        from core.access import register_kind

        from . import gates, signal_handlers
        from .direct import DIRECTLY, directly
        from .models import Article
        from .permissions import may_read_article

        register_kind(Article, may_read_article)
        gates.register_gate(DIRECTLY, directly)
        signal_handlers.connect()
