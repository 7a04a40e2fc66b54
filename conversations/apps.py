from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from core import sections as places
        from core.access import register_kind
        from core.viewer import register_fact

        from . import deleting, jobs, redrawing, sections, signal_handlers, told, verdicts
        from .models import Comment
        from .moderators import moderates
        from .permissions import may_read_comment

        register_kind(Comment, may_read_comment)
        register_fact("viewer_moderates", moderates)
        places.register("page", "talk", sections.talk)
        places.register("home_needs", "held_comments", sections.held_comments, order=60)
        places.register("team_settings", "talk", sections.talk_settings)
        told.register()
        redrawing.register_jobs()
        deleting.register_jobs()
        verdicts.register()
        jobs.register_jobs()
        signal_handlers.connect()
