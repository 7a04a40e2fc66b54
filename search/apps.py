from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from wagtail.contrib.search_promotions.models import Query

        from core import portable
        from core.access import register_kind
        from core.cms_rules import register_resolver
        from core.viewer import register_fact

        from . import promoted, signal_handlers, taken_down, tasks
        from .index import keeping
        from .permissions import may_tend_search

        register_kind(Query, lambda user, query: may_tend_search(user))
        register_resolver("query_id", lambda request, pk: Query.objects.get(pk=pk))
        register_fact("viewer_tends_search", may_tend_search)
        promoted.take_the_place_of_wagtails_form()

        for name in ("Entry", "Word"):
            portable.leave(f"search.{name}", "Made anew from everything else.", is_made_anew=True)
        portable.carry("search.Asked")
        portable.rebuild("What is found by searching", keeping.rebuild)
        signal_handlers.connect()
        tasks.register_jobs()
        taken_down.register_jobs()
