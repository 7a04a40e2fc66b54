"""Who is named in a comment: looked up once when it is written, stored, and told once.

A name means an active person who reads the page, or a team whose existence is no secret there. Every other ``@name``
stays the text that it is, and nobody hears of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import fold
from publishing.models import Article
from teams.models import Team, Visibility

from ..models import Comment, Mention
from ..telling.readers import readers_of, reads
from .markup import Named, Parsed

MOST = 20  # names that are looked up in one comment
OFFERED = 8
OF_TEAM = "team/"


@dataclass(frozen=True)
class Found:
    """What the names of a text mean on one page."""

    people: list[Any] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    # People whom the directory shows, and who do not read this page.
    outside: list[Any] = field(default_factory=list)

    @property
    def known(self) -> dict[str, Named]:
        return known(self.people, self.teams)


def known(people: Iterable[Any], teams: Iterable[Team]) -> dict[str, Named]:
    """What is drawn for each name."""
    of_people = {person.username_folded: Named(person.display_name, person.get_absolute_url()) for person in people}
    of_teams = {f"{OF_TEAM}{fold(team.slug)}": Named(team.name, team.get_absolute_url()) for team in teams}
    return of_people | of_teams


def look_up(article: Article, names: Mapping[str, str]) -> Found:
    """One query for all people, one for all teams; none where nobody is named."""
    asked = list(names)[:MOST]
    slugs = [name.removeprefix(OF_TEAM) for name in asked if name.startswith(OF_TEAM)]
    usernames = [name for name in asked if not name.startswith(OF_TEAM)]
    people: list[Any] = []
    if usernames:
        reading = ExpressionWrapper(reads(article), output_field=BooleanField())
        named = get_user_model().objects.filter(username_folded__in=usernames, is_active=True)
        people = list(named.annotate(reads_the_page=reading).order_by("pk"))
    return Found(
        people=[person for person in people if person.reads_the_page],
        teams=list(teams_named_on(article).filter(slug__in=slugs)) if slugs else [],
        outside=[person for person in people if not person.reads_the_page],
    )


def teams_named_on(article: Article) -> Any:
    """Teams that may be named under a page: its own, and those that are no secret."""
    return Team.objects.filter(~Q(visibility=Visibility.SECRET) | Q(pk=article.team_id)).by_name()


def store(comment: Comment, found: Found) -> None:
    """Keep who is named now; who was named before and is no longer, is forgotten."""
    people, teams = {person.pk for person in found.people}, {team.pk for team in found.teams}
    for row in comment.mentions.all() if comment.edited_at else ():
        if row.person_id in people or row.team_id in teams:
            people.discard(row.person_id)
            teams.discard(row.team_id)
        else:
            row.delete()
    fresh = [Mention(comment=comment, person_id=pk) for pk in sorted(people)]
    Mention.objects.bulk_create(fresh + [Mention(comment=comment, team_id=pk) for pk in sorted(teams)])


def not_told(article: Article, text: str) -> str:
    """Which of the people named in a text do not hear of it, in a sentence for its writer; "" when all do."""
    names = Parsed(text).names if "@" in text else {}
    people = look_up(article, names).outside
    sentences = []
    if people:
        who = ", ".join(f"@{person.username}" for person in people)
        sentences.append(
            ngettext(
                "%(who)s cannot read this page and was not told.",
                "%(who)s cannot read this page and were not told.",
                len(people),
            )
            % {"who": who}
        )
    if len(names) > MOST:
        sentences.append(_("Only the first %(most)s names were told.") % {"most": MOST})
    return " ".join(sentences)


def offered(article: Article, query: str) -> list[tuple[str, str]]:
    """Names to choose from while one is typed, with what each stands for: one query, of people or of teams."""
    asked = fold(query[:100])
    if asked.startswith(OF_TEAM):
        begun = asked.removeprefix(OF_TEAM)
        teams = teams_named_on(article).active().filter(Q(slug__startswith=begun) | Q(name_folded__startswith=begun))
        return [(f"{OF_TEAM}{team.slug}", team.name) for team in teams[:OFFERED]]
    if not asked:
        return []
    begins = Q(username_folded__startswith=asked) | Q(name_folded__startswith=asked)
    people = readers_of(article).filter(begins | Q(name_folded__contains=f" {asked}")).by_name()[:OFFERED]
    return [(person.username, person.display_name) for person in people]
