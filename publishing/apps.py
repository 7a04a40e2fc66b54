from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        from core.access import register_kind
        from core.cms_tags import register_tags
        from library.choosers import register_place

        from . import cms, gates, news, signal_handlers, subjects, wagtail_actions
        from .direct import DIRECTLY, directly
        from .models import Article, Tag
        from .permissions import may_read_article

        register_kind(Article, may_read_article)
        gates.register_gate(DIRECTLY, directly)
        wagtail_actions.wrap()
        register_tags(Tag, cms.tags_beginning_with)
        register_place(cms.files_beside)
        news.register()
        subjects.register()
        signal_handlers.connect()
