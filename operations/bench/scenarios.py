"""Which pages are measured, found in whatever the large demo organisation made."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count
from django.urls import reverse

from approvals.models import Request as ApprovalRequest
from blog.models import WriteUpPage
from people.models import User
from publishing.models import Article
from teams.house import COMMUNICATIONS_GROUP
from teams.models import CommentPolicy, Role, Team

from .load import Request

SIGN_IN_BACKEND = "people.backends.FoldedNameBackend"
CSRF = "b" * 32
SAMPLE = 400
TRIED = 12


@dataclass(frozen=True)
class Scenario:
    """A page to measure: its name in the table, its address, who reads it where it is not the reader, and what is sent
    where it is asked by POST."""

    name: str
    path: str
    person: User | None = None
    form: dict[str, str] | None = None

    def request(self, cookie: str) -> Request:
        headers = {"Cookie": cookie, "Accept-Encoding": "identity"}
        return Request(self.path, headers=headers) if self.form is None else posted(self.path, self.form, headers)


def floor(size: int) -> Scenario:
    return Scenario("floor", f"/bench/floor/{size}/")


def session_of(person: User) -> str:
    """A cookie header of a fresh session of ``person``, with the token that forms need."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = SIGN_IN_BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"


def a_reader() -> User:
    """Somebody who edits nothing and is in a few teams."""
    people = User.objects.active().filter(is_superuser=False, memberships__role="member")
    found: User | None = people.annotate(n=Count("memberships")).order_by("-n", "pk").first()
    if found is None:
        raise LookupError("There is nobody to read as: load the demo organisation first.")
    return found


def scenarios(reader: User) -> list[Scenario]:
    """The pages of the table, those with comments only where the organisation has such threads."""
    readable = Article.objects.visible_to(reader)
    newest = readable.by_newest().first()
    if newest is None:
        raise LookupError("There is nothing to read: load the demo organisation first.")
    (rare, few), (common, many) = _words()
    pages = [Scenario("home", "/"), Scenario("team index", f"/teams/{newest.team.slug}/blog/")]
    for wanted in (0, 200, 1000):
        post = readable.filter(comment_count=wanted).first() or (
            readable.filter(comment_count__gte=wanted).order_by("comment_count").first() if wanted else None
        )
        if post is not None:
            pages.append(Scenario(f"post, {post.comment_count} comments", post.address))
    pages += [
        Scenario(f"search, rare word ({few} hold it)", f"/search/?q={quote(rare)}"),
        Scenario(f"search, very common word ({many} hold it)", f"/search/?q={quote(common)}"),
        Scenario("suggestions for three letters", f"{reverse('search:suggest')}?q={quote(common[:3])}"),
    ]
    return pages + _building_on() + _approving()


def _building_on() -> list[Scenario]:
    """What the editor asks while somebody types the goal of a write-up; nothing where nobody writes any."""
    write_up = WriteUpPage.objects.filter(live=True).exclude(goal="").order_by("-pk").first()
    writer = User.objects.active().filter(is_superuser=False, memberships__role=Role.AUTHOR).order_by("pk").first()
    if write_up is None or writer is None:
        return []
    form = {"title": write_up.title, "goal": write_up.goal}
    return [Scenario("earlier work for a goal", reverse("knowledge_earlier_work"), writer, form)]


def _approving() -> list[Scenario]:
    """The desk of somebody in Communications, and the longest page on it; nothing where nobody is asked."""
    approver = User.objects.active().filter(groups__name=COMMUNICATIONS_GROUP).first()
    waiting = ApprovalRequest.objects.awaiting(approver) if approver else ApprovalRequest.objects.none()
    longest = waiting.select_related("workflow_state").order_by("-article__reading_minutes", "pk").first()
    if longest is None:
        return []
    asked = reverse("approvals:review", args=[longest.workflow_state.current_task_state_id])
    words = len(longest.article.specific.plain_text().split())
    return [
        Scenario(f"approval desk, {waiting.count()} wait", reverse("approvals:desk"), approver),
        Scenario(f"review of {words} words, what differs", f"{asked}?view=changes", approver),
        Scenario(f"review of {words} words, as it will look", f"{asked}?view=look", approver),
    ]


def _words() -> tuple[tuple[str, int], tuple[str, int]]:
    """A word that few pages hold and the one that most hold, each with how many, among those worth searching for."""
    counts: Counter[str] = Counter()
    for title, summary in Article.objects.filter(live=True).values_list("title", "summary")[:SAMPLE]:
        counts.update(re.findall(r"[a-z]{5,12}", f"{title} {summary}".casefold()))
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    # What summaries say often or once, bodies may say more often: the index is asked.
    held = {word: Article.objects.search(word).count() for word in (*ordered[:TRIED], *ordered[-TRIED:])}
    by_hits = sorted((word for word in held if held[word]), key=lambda word: (held[word], word))
    return (by_hits[0], held[by_hits[0]]), (by_hits[-1], held[by_hits[-1]])


def repeated(scenario: Scenario, cookie: str, times: int) -> Callable[[int], Iterator[Request]]:
    """The same page over and over, on every connection."""

    def of_connection(_number: int) -> Iterator[Request]:
        for _ in range(times):
            yield scenario.request(cookie)

    return of_connection


def posted(path: str, form: dict[str, str], headers: dict[str, str]) -> Request:
    return Request(
        path,
        method="POST",
        headers=headers | {"Content-Type": "application/x-www-form-urlencoded"},
        body=urlencode(form | {"csrfmiddlewaretoken": CSRF}),
    )


def comments(target: Article, cookies: list[str], each: int) -> Callable[[int], Iterator[Request]]:
    """Writers who each post ``each`` comments below ``target``; every one of them has a session of their own."""

    def of_connection(number: int) -> Iterator[Request]:
        for turn in range(each):
            form = {"text": f"A measured word from writer {number}.", "client_key": uuid.uuid4().hex}
            cookie = cookies[(number * each + turn) % len(cookies)]
            yield posted(f"/talk/on/{target.pk}/", form, {"Cookie": cookie})

    return of_connection


def busiest_open_thread() -> Article:
    """The article with the longest thread in which every reader may write."""
    found: Article | None = (
        Article.objects.filter(live=True, audience=None, team__comment_policy=CommentPolicy.OPEN)
        .filter(team__in=Team.objects.active())
        .order_by("-comment_count")
        .first()
    )
    if found is None:
        raise LookupError("No thread is open to every reader.")
    return found
