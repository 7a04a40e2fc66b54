"""What happens to an article as it is made, revised, published and moved: its facts follow the tree."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.dispatch import Signal
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page, Revision

from core.pages import root_path
from core.prepared import Prepared
from teams.models import Team

if TYPE_CHECKING:
    from .models import Article

TEAM_DEPTH = 4  # root, home, /teams/, the team's page
WORDS_A_MINUTE = 220

revised = Signal()  # article, revision, by; inside the transaction that saved the revision
went_live = Signal()  # article, revision, by, first (bool); inside the publishing transaction
audience_changed = Signal()  # articles (queryset), team

_freezers: list[Callable[[Revision], bool]] = []


def register_freezer(is_frozen_here: Callable[[Revision], bool]) -> None:
    """A higher room says which revisions must not be overwritten, because somebody decides on them."""
    _freezers.append(is_frozen_here)


def is_frozen(revision: Revision) -> bool:
    return any(freezer(revision) for freezer in _freezers)


def team_at(path: str) -> Team:
    """The team in whose subtree a tree path lies."""
    team: Team = Team.objects.get(page__path=path[: TEAM_DEPTH * Page.steplen])
    return team


def hold_team_at(path: str) -> Team:
    """The same, its row locked until the transaction ends: whoever closes the team at this moment waits, and finds
    what came into it. Taken before any page is locked, as everybody does who changes a team and then its pages."""
    rows = Team.objects.select_for_update(no_key=True, of=("self",))
    team: Team = rows.get(page__path=path[: TEAM_DEPTH * Page.steplen])
    return team


def take_place(article: "Article") -> None:
    """Give a new article the team and audience of its place in the tree."""
    article.team = team_at(article.path)
    article.audience_id = article.team.audience_id


def lock(article: "Article") -> Any:
    """The article as it is now, its page's row locked until the transaction ends. Everything that changes its facts,
    its revisions or its approval takes this first, so that two of them wait for each other instead of crossing.

    The page's row and not the article's: a save writes that one first. Rows that merely point to the page may come.
    """
    from .models import Article  # the models import this module

    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("An article is locked within a transaction, or not at all.")
    rows = _as_it_is(article.pk) if _locked(article.pk) else []
    if not rows:
        raise Article.DoesNotExist
    return rows[0]


def lock_all(numbers: Iterable[int]) -> QuerySet[Any]:
    """The same for several articles, in the order of their numbers."""
    from .models import Article  # the models import this module

    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("Articles are locked within a transaction, or not at all.")
    rows = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=numbers).order_by("pk")
    return Article.objects.select_related("team").filter(pk__in=list(rows.values_list("pk", flat=True)))


_locked = Prepared(lambda pk: Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk).values_list("pk"))


def _article_with_team(pk: int) -> QuerySet[Any]:
    from .models import Article  # the models import this module

    return Article.objects.select_related("team").filter(pk=pk)


_as_it_is = Prepared(_article_with_team)


def fields_of_a_revision(article: "Article") -> list[str]:
    """Every field and child relation that a save may write: all but the facts."""
    facts = {name.removesuffix("_id") for name in article.FACTS}
    plain = [f.name for f in article._meta.concrete_fields if not f.primary_key and f.name not in facts]
    children = [relation.get_accessor_name() for relation in get_all_child_relations(article)]
    return plain + children + [relation.name for relation in get_all_child_m2m_relations(article)]


def reading_minutes(article: Any) -> int:
    """Whole minutes an unhurried reader needs, at least one."""
    words = len(article.plain_text().split()) if hasattr(article, "plain_text") else len(article.summary.split())
    return max(1, round(words / WORDS_A_MINUTE))


def after_publish(pk: int, *, was_live: bool, revision: Revision, by: Any) -> None:
    """Set again what a revision must not decide: team, audience and date of publication."""
    from .models import Article  # the models import this module

    row = Article.objects.get(pk=pk)
    team = team_at(row.path)
    first = row.live and row.published is None
    facts: dict[str, Any] = {"team": team, "audience_id": team.audience_id}
    if first:
        now = timezone.now()
        facts |= {"published": now, "last_activity": row.last_activity or now}
    Article.objects.filter(pk=pk).update(**facts)
    if row.live:
        went_live.send(sender=Article, article=row, revision=revision, by=by, first=first or not was_live)


def address_of(url_path: str) -> str:
    """The address readers use for a stored path."""
    root = root_path()
    return "/" + url_path[len(root) :] if url_path.startswith(root) else url_path
