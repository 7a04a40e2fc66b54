from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core import jobs, portable
        from core import sections as places
        from publishing.reading import register_alike

        from . import credits, kinds, rebuilding, related, reviews, sections, signal_handlers, tasks

        kinds.register()
        portable.carry("knowledge.ReviewAsked", team="article__team")
        portable.carry("knowledge.CreditChoice")
        for name in ("Term", "IndexedPage", "TermWeight", "RelatedPage"):
            portable.leave(f"knowledge.{name}", "Words of pages and what resembles what: made anew from the pages.")
        portable.rebuild("knowledge", rebuilding.rebuild)
        jobs.register("reviews", _("Ask whether pages still hold"), reviews.EVERY, reviews.ask_due)
        places.register("write_up_goal", "earlier_work", sections.earlier_work)
        register_alike(related.alike)
        label = _("Take up the words of pages that were missed")
        jobs.register("knowledge", label, tasks.EVERY, tasks.know_missing)
        signal_handlers.connect()
        places.register("person", "built_upon", sections.built_on_person, order=15)
        places.register("team", "built_upon", sections.built_on_team, order=40)
        places.register("team", "settled", sections.settled_by_team, order=50)
        places.register("own_settings", "credit", sections.credit_choice, order=50)
        places.register_veto("person", "settled", credits.hides_theirs)
        places.register("page_builds", "lineage", sections.way_to_lineage)
        places.register("page_bar", "status", sections.status_in_bar, order=40)
