from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core import jobs, portable
        from core import sections as places
        from people import finding
        from publishing.reading import register_alike

        from . import credits, kinds, reviews, sections, signal_handlers, tasks, topics
        from .similarity import rebuilding, related

        kinds.register()
        portable.carry("knowledge.ReviewAsked", team="article__team")
        portable.carry("knowledge.CreditChoice")
        portable.carry("knowledge.HiddenTopic")
        for name in ("Term", "IndexedPage", "TermWeight", "RelatedPage"):
            portable.leave(f"knowledge.{name}", "Made anew from everything else.", is_made_anew=True)
        portable.rebuild("What resembles what", rebuilding.rebuild)
        jobs.register("reviews", _("Ask whether pages still hold"), reviews.EVERY, reviews.ask_due)
        places.register("write_up_goal", "earlier_work", sections.earlier_work)
        register_alike(related.alike)
        label = _("Take up the words of pages that were missed")
        jobs.register("knowledge", label, tasks.EVERY, tasks.know_missing)
        signal_handlers.connect()
        places.register("person_work", "topics", sections.topics, order=5)
        places.register("search_answers", "who_knows", sections.who_knows, order=10)
        finding.register("topics", topics.knows_about)
        places.register("person_work", "built_upon", sections.built_on_person, order=15)
        places.register("team_work", "built_upon", sections.built_on_team, order=40)
        places.register("team_work", "settled", sections.settled_by_team, order=50)
        places.register("own_settings", "credit", sections.credit_choice, order=50)
        places.register_veto("person_work", "settled", credits.hides_theirs)
        places.register("page_builds", "lineage", sections.way_to_lineage)
        places.register("page_bar", "status", sections.status_in_bar, order=40)
