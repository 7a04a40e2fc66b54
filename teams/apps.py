from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        from django.contrib.auth.models import Group
        from wagtail.models import Collection

        from core import sections
        from core.access import is_administrator, is_somebody, register_kind
        from core.pages import ANY, serve_at
        from core.viewer import register_fact
        from people import staff_groups

        from . import (
            checks,  # noqa: F401 - registers the house rules
            house,
            notices,
            person_sections,
            reading,
            signal_handlers,
            subjects,
            views,
        )
        from .models import Deputy, JoinRequest, Membership, Team, TeamPage, TeamRequest, TeamsPage
        from .permissions import (
            may_read,
            may_read_collection,
            may_read_join_request,
            may_read_team_request,
        )

        register_kind(Team, may_read)
        register_kind(TeamPage, lambda user, page: may_read(user, page.team))
        register_kind(TeamsPage, lambda user, page: is_somebody(user))
        register_kind(Membership, lambda user, membership: may_read(user, membership.team))
        register_kind(JoinRequest, may_read_join_request)
        register_kind(TeamRequest, may_read_team_request)
        register_kind(Deputy, lambda user, row: is_somebody(user))
        register_kind(Collection, may_read_collection)
        register_kind(Group, lambda user, group: is_administrator(user))

        serve_at(TeamsPage, ("teams",), views.index)
        serve_at(TeamPage, ("teams", ANY), views.team_page, read=reading.team_pages)

        register_fact("viewer_can_write", lambda user: user.is_superuser or user.can_write)
        register_fact("viewer_has_cms", lambda user: user.is_superuser or user.has_cms)

        sections.register("person_rail", "teams", person_sections.teams_of_person, order=10)
        sections.register("person_rail", "away", person_sections.away, order=5)
        sections.register("leaving", "sole_lead", person_sections.led_alone, order=10)

        staff_groups.register(house.groups_handed_out)
        notices.register_kinds()
        subjects.register()
        signal_handlers.connect()
