"""What teams' and people's pages show of posts and write-ups."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from core.sections import Section
from publishing.models import Article, Authorship, Result
from publishing.rows import rows_of

ON_A_TEAM_PAGE = 8
ON_A_PROFILE = 20


def latest_of_team(request: HttpRequest, team: Any) -> Section | None:
    """The newest of both kinds: one list of rows, and the projects among them by how they ended."""
    newest = Article.objects.visible_to(request.user).filter(team=team).by_newest()[:ON_A_TEAM_PAGE]
    rows = rows_of(newest, hide_team=True).rows
    return Section("blog/sections/latest_of_team.html", {"team": team, "rows": rows, "results": Result.choices})


def written_by_person(request: HttpRequest, person: Any) -> Section | None:
    """What the person wrote that the viewer may see."""
    newest = Article.objects.visible_to(request.user).written_by(person).by_newest()[:ON_A_PROFILE]
    rows = rows_of(newest).rows
    return Section("blog/sections/written_by_person.html", {"person": person, "rows": rows})


def drafts_left_behind(request: HttpRequest, person: Any) -> Section | None:
    """What this person began or is named on and readers have not seen: it may have nobody to finish it."""
    named = Exists(Authorship.objects.filter(article=OuterRef("pk"), person=person))
    unseen = Article.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    drafts = list(unseen.filter(Q(owner=person) | named).select_related("team").order_by("-pk")[:50])
    if not drafts:
        return None
    return Section("blog/sections/drafts_left_behind.html", {"person": person, "drafts": drafts})
