"""What came of somebody's work: built upon by others, answers that were accepted, decisions recorded.

No points and no ranks: only what it was, with the way there, and only as far as whoever looks may read both ends.
Citing oneself is no credit. Whoever does not want theirs shown has it shown nowhere.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from conversations.models import Settlement
from notifications.actions import tell
from publishing.models import Article, Authorship, Citation
from publishing.readers import readers_among
from teams.models import Membership, Team

from .models import CreditChoice

BUILT_UPON = "built_upon"
SHOWN = 12


# --- Shown -----------------------------------------------------------------------------------------------------------


def built_upon(viewer: Any, cited: Q) -> QuerySet[Citation]:
    """Citations by others of articles that ``cited`` describes, the newest first, both ends for ``viewer`` to read."""
    readable = Article.objects.visible_to(viewer).order_by().values("pk")
    of_the_cited = Authorship.objects.filter(article=OuterRef(OuterRef("cited"))).values("person")
    same_author = Authorship.objects.filter(article=OuterRef("article"), person__in=of_the_cited)
    # Where nobody stands in the byline, whoever made the page wrote it.
    unsigned = ~Exists(Authorship.objects.filter(article=OuterRef("article")))
    by_its_maker = Exists(Authorship.objects.filter(article=OuterRef("cited"), person=OuterRef("article__owner")))
    is_own = Exists(same_author) | (unsigned & by_its_maker)
    return (
        Citation.objects.filter(cited, ~is_own, article__in=readable, cited__in=readable)
        .select_related("article__team", "cited")
        .order_by("-article__published", "-pk")
    )


def built_on_person(viewer: Any, person: Any) -> list[Citation]:
    """On what a person wrote; nothing where they want it not shown. One query."""
    return list(built_on(viewer, person)[:SHOWN])


def built_on(viewer: Any, person: Any) -> QuerySet[Citation]:
    theirs = Authorship.objects.filter(article=OuterRef("cited"), person=person).exclude(person__in=hiding())
    return built_upon(viewer, Q(Exists(theirs)))


def built_on_team(viewer: Any, team: Team) -> list[Citation]:
    """On what the team published, but for work of which all authors want no credit shown."""
    shown = Authorship.objects.filter(article=OuterRef("cited")).exclude(person__in=hiding())
    return list(built_upon(viewer, Q(Exists(shown), cited__team=team))[:SHOWN])


def settled_by_team(viewer: Any, team: Team) -> tuple[list[Settlement], list[Settlement]]:
    """Answers of the team's members that were accepted, and decisions recorded on the team's pages."""
    members = Membership.objects.filter(team=team).exclude(person__in=hiding()).values("person")
    answered = Q(words="", comment__isnull=False, comment__user_id__in=members)
    decided = ~Q(words="") & Q(article__team=team) & ~Q(by_id__in=hiding())
    found = list(
        Settlement.objects.counting()
        .visible_to(viewer)
        .filter(answered | decided)
        .select_related("article", "comment__user")
        .order_by("-at", "-pk")[: SHOWN * 2]
    )
    answers = [row for row in found if row.is_accepted_answer]
    return answers[:SHOWN], [row for row in found if not row.is_accepted_answer][:SHOWN]


def hiding() -> QuerySet[Any]:
    return CreditChoice.objects.values("person")


# --- Hidden ----------------------------------------------------------------------------------------------------------


def hides_theirs(person: Any) -> bool:
    """One query a person object, however often it is asked."""
    if not hasattr(person, "_hides_credit"):
        person._hides_credit = CreditChoice.objects.filter(person_id=person.pk).exists()
    return bool(person._hides_credit)


@transaction.atomic
def choose(*, person: Any, hide: bool) -> None:
    """Everybody for themselves. Choosing twice is choosing once."""
    if hide:
        CreditChoice.objects.get_or_create(person_id=person.pk)
    else:
        CreditChoice.objects.filter(person_id=person.pk).delete()


# --- Told ------------------------------------------------------------------------------------------------------------


def tell_cited(article: Article) -> None:
    """Tell the authors of what a page that goes live cites, each once a citation and for good. Within the transaction
    that publishes it; those who may not read the page, or wrote it too, hear nothing."""
    citations = list(Citation.objects.filter(article_id=article.pk).select_related("cited").order_by("pk"))
    if not citations:
        return
    writing = _authors_of([article, *(citation.cited for citation in citations)])
    own = writing[article.pk]
    heard = {pk for citation in citations for pk in writing[citation.cited_id]} - own
    readers = readers_among(article.pk, heard)
    people = {person.pk: person for person in get_user_model().objects.active().filter(pk__in=readers)}
    writers = get_user_model().objects.filter(pk__in=own).order_by("name_folded", "pk")
    names = ", ".join(person.display_name for person in writers)
    for citation in citations:
        if not citation.cited.live or not own.isdisjoint(writing[citation.cited_id]):
            continue
        for pk in sorted(readers_among(citation.cited_id, writing[citation.cited_id] & people.keys())):
            tell(
                person=people[pk],
                kind=BUILT_UPON,
                key=f"{BUILT_UPON}:{article.pk}:{citation.cited_id}",
                page=article,
                target_id=citation.cited_id,
                data={
                    "title": article.title,
                    "cited": citation.cited.title,
                    "by": names,
                    "note": citation.note,
                    "relation": citation.relation,
                },
            )


def _authors_of(articles: Iterable[Article]) -> dict[int, set[int]]:
    """Whoever stands in the byline of each; the one who made it where nobody does. One query."""
    found: dict[int, set[int]] = {article.pk: set() for article in articles}
    for article_id, person_id in Authorship.objects.filter(article__in=found.keys()).values_list("article", "person"):
        found[article_id].add(person_id)
    for article in articles:
        if not found[article.pk] and article.owner_id:
            found[article.pk] = {article.owner_id}
    return found
