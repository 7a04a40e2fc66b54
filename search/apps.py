from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from django.core.management import call_command
        from wagtail.contrib.search_promotions.models import Query

        from core import portable
        from core.access import register_kind
        from core.cms_rules import register_resolver
        from core.viewer import register_fact

        from . import promoted, signal_handlers, taken_down, tasks
        from .permissions import may_tend_search

        register_kind(Query, lambda user, query: may_tend_search(user))
        register_resolver("query_id", lambda request, pk: Query.objects.get(pk=pk))
        register_fact("viewer_tends_search", may_tend_search)
        promoted.take_the_place_of_wagtails_form()

        portable.carry("wagtailsearchpromotions.Query")
        portable.carry("wagtailsearchpromotions.SearchPromotion")
        portable.leave("wagtailsearchpromotions.QueryDailyHits", "Empty: searches are counted in a table of our own.")
        portable.leave("search.Asked", "What was looked for here, of nobody by name, for a few weeks.")
        for name in ("Entry", "Word"):
            portable.leave(f"search.{name}", "Made anew from everything that can be found.")
        portable.rebuild("What can be found", lambda: call_command("index_search", verbosity=0))

        signal_handlers.connect()
        tasks.register_jobs()
        taken_down.register_jobs()
