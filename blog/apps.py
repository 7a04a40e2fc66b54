from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"

    def ready(self) -> None:
        from core import sections
        from core.access import can_view, register_kind
        from core.pages import ANY, serve_at
        from publishing.readiness import register_objection
        from publishing.reading import for_one_page

        from . import sections as ours
        from . import signal_handlers, views
        from .models import BlogIndexPage, BlogPostPage, ProjectsIndexPage, WriteUpPage
        from .starting_points import still_a_question

        for index in (BlogIndexPage, ProjectsIndexPage):
            # A team's rooms are read by whoever reads the team.
            register_kind(index, lambda user, page: can_view(user, page.team))
        serve_at(BlogPostPage, ("teams", ANY, "blog", ANY), views.article_page, read=lambda: for_one_page(BlogPostPage))
        serve_at(
            WriteUpPage, ("teams", ANY, "projects", ANY), views.article_page, read=lambda: for_one_page(WriteUpPage)
        )
        serve_at(
            BlogIndexPage,
            ("teams", ANY, "blog"),
            views.blog_index,
            read=lambda: BlogIndexPage.objects.select_related("team"),
        )
        serve_at(
            ProjectsIndexPage,
            ("teams", ANY, "projects"),
            views.projects_index,
            read=lambda: ProjectsIndexPage.objects.select_related("team"),
        )
        register_objection(still_a_question)
        sections.register("team", "latest", ours.latest_of_team, order=10)
        sections.register("person", "written", ours.written_by_person, order=10)
        sections.register("leaving", "drafts", ours.drafts_left_behind, order=20)
        signal_handlers.connect()
