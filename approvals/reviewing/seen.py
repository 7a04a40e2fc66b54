"""Who has seen which version of what they are asked about, and what somebody has seen last.

A look is told by the page that was opened, never by its being fetched: programs that fetch addresses ahead of people,
or to see what is behind them, have seen nothing. Whoever decided has seen what they decided on.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import Revision

from teams.models import Team, Visibility

from ..deciders.permissions import may_decide
from ..models import Channel, Decision, Look, Request


@dataclass(frozen=True)
class Seen:
    """Somebody's last look at what a request asks about."""

    person: Any
    at: datetime
    is_this_version: bool


@dataclass(frozen=True)
class LastSeen:
    """The version that somebody saw before the one they are asked about now, and who would have read it then: no team
    where that was not noted."""

    revision: Revision
    at: datetime
    team: Team | None = None
    visibility: str = ""

    def readers_then_and_now(self, team: Team) -> tuple[str, str] | None:
        """Whom the page was for when it was seen, and whom it is for now; None where that is the same, or unknown."""
        if self.team is None or (self.team.pk, self.visibility) == (team.pk, team.visibility):
            return None
        return _readers(self.team, self.visibility), _readers(team, team.visibility)


@transaction.atomic
def mark_seen(*, person: Any, request: Request, revision_id: int, digest: str, channel: Channel = Channel.SITE) -> None:
    """Remember that somebody who is asked had this version before them. A version that is not asked about any more
    leaves no trace, whoever names it: what one has seen, one is later shown the changes from."""
    if (revision_id, digest) != (request.revision_id, request.digest) or not may_decide(person, request):
        return
    team = request.article.team
    _look, is_first = Look.objects.get_or_create(
        request=request,
        person=person,
        revision_id=revision_id,
        defaults={"digest": digest, "team": team, "visibility": team.visibility, "channel": channel},
    )
    if is_first:
        log(
            instance=request.article,
            action="approvals.looked",
            user=person,
            revision=request.revision,
            data={"channel": channel},
        )


def has_seen(person: Any, request: Request) -> bool:
    """Whether somebody's look at just this version is remembered."""
    return Look.objects.filter(request=request, person_id=person.pk, revision=request.revision).exists()


def last_seen(person: Any, request: Request) -> LastSeen | None:
    """What somebody saw of this page last, if it had other words than it has now. Two queries."""
    look = _other_words(Look.objects.filter(request__article_id=request.article_id), person, request).first()
    decision = _other_words(Decision.objects.filter(article_id=request.article_id), person, request).first()
    if look is not None and (decision is None or decision.digest == look.digest or decision.at < look.at):
        return LastSeen(look.revision, look.at, look.team, look.visibility)
    return LastSeen(decision.revision, decision.at) if decision is not None else None


def _other_words(rows: QuerySet[Any], person: Any, request: Request) -> QuerySet[Any]:
    joined = ("revision", "team") if rows.model is Look else ("revision",)
    others = rows.filter(person_id=person.pk, revision__isnull=False).exclude(digest=request.digest)
    return others.select_related(*joined).order_by("-at", "-pk")


def seen_by(request: Request) -> list[Seen]:
    """Everybody who looked at what a request asks about, each with their last look, the latest first. One query."""
    found = {}
    for look in request.looks.select_related("person").order_by("at", "pk"):
        found[look.person_id] = Seen(look.person, look.at, look.digest == request.digest)
    return sorted(found.values(), key=lambda seen: seen.at, reverse=True)


def _readers(team: Team, visibility: str) -> str:
    return f"{team.name} · {Visibility(visibility).label}"
