from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from core import sections as places
        from core.access import register_kind
        from core.viewer import register_fact

        from . import jobs, sections, signal_handlers
        from .models import Comment
        from .moderators import moderates
        from .outcomes import settled
        from .permissions import may_read_comment
        from .telling import subjects, told_lines, told_reactions, told_settled, verdicts
        from .writing import deleting, redrawing

        register_kind(Comment, may_read_comment)
        register_fact("viewer_moderates", moderates)
        places.register("page", "talk", sections.talk)
        places.register("home_needs", "held_comments", sections.held_comments, order=60)
        places.register("team_settings", "talk", sections.talk_settings)
        places.register("page_opening", "settled", settled.opening)
        places.register("page_bar", "talk", sections.bar, order=10)
        places.register("person_work", "settled", settled.of_person, order=20)
        for kinds_of in (told_lines, verdicts, told_reactions, told_settled):
            kinds_of.register()
        for jobs_of in (jobs, redrawing, deleting):
            jobs_of.register_jobs()
        subjects.register()
        signal_handlers.connect()
