"""What teams add to a person's pages."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from core.access import group_ids, is_administrator
from core.sections import Section

from .deputies import deputy_shown
from .deputising import may_name_for
from .models import Membership, Role, Visibility


def teams_of_person(request: HttpRequest, person: Any) -> Section | None:
    """The teams this person is in, as far as the viewer may know: what they may read, and closed teams' leads, whom the
    door names to everybody."""
    if not person.is_active:
        return None
    memberships = Membership.objects.filter(person=person, team__archived_at__isnull=True).select_related("team")
    if not is_administrator(request.user):
        memberships = memberships.filter(
            Q(team__visibility=Visibility.OPEN)
            | Q(team__readers_id__in=group_ids(request.user))
            | Q(team__visibility=Visibility.CLOSED, role=Role.LEAD)
        )
    rows = list(memberships.order_by("team__name_folded"))
    return Section("teams/of_person.html", {"memberships": rows}) if rows else None


def away(request: HttpRequest, person: Any) -> Section | None:
    """Until when this person is away and who stands in; and for those who may name somebody, the way to it."""
    if not person.is_active:
        return None
    row = deputy_shown(person)
    name_url = ""
    if may_name_for(request.user, person):
        own = person.pk == request.user.pk
        name_url = reverse("deputies:own") if own else reverse("deputies:of_colleague", args=[person.username])
    return Section("teams/away.html", {"row": row, "name_url": name_url}) if row or name_url else None


def led_alone(request: HttpRequest, person: Any) -> Section | None:
    """Teams that would be left without a lead. For administrators, who see all."""
    leads = (
        Membership.objects.filter(team=OuterRef("team"))
        .leads()
        .order_by()
        .values("team")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = list(
        Membership.objects.filter(person=person, role=Role.LEAD)
        .annotate(leads=Coalesce(Subquery(leads), 0))
        .filter(leads__lte=1)
        .select_related("team")
        .order_by("team__name_folded")
    )
    return Section("teams/led_alone.html", {"teams": [row.team for row in rows]}) if rows else None
