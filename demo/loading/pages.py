"""Posts and write-ups, from the first draft to the readers, each step by somebody who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import TaskState

from approvals.deciders.tallies import approvers_for
from approvals.deciding import actions as approvals
from approvals.models import Request
from blog.models import BlogPostPage, NumberResult, WriteUpPage, WriteUpPerson
from blog.rooms import blog_of, projects_of
from demo.texts_format import Block, Text
from publishing.models import Article, Authorship, Citation
from teams.models import PostingPolicy, Team

from .bodies import Writer, prose_of
from .diary import Diary
from .people import Accounts
from .pictures import store_picture

# What the file format calls its states, by how far down the road a text has come.
_STOPS = {"draft": 0, "waiting-editors": 1, "waiting-communications": 2}


@dataclass
class Publisher:
    """Takes the texts one after the other, oldest first, along the road of their team."""

    accounts: Accounts
    teams: Mapping[str, Team]
    now: datetime
    diary: Diary
    pages: dict[str, int] = field(default_factory=dict)

    def bring(self, text: Text) -> Article:
        """Draft, submit, approve, publish, as far as the text has come."""
        author = self.accounts[text.authors[0]]
        moment = self.moment_of(text)
        random = Random(text.slug)
        drafted = moment - timedelta(days=random.uniform(1.2, 4.0))
        submitted = moment - timedelta(hours=random.uniform(20, 27))
        if text.state in {"waiting-editors", "waiting-communications", "changes-asked"}:
            submitted = moment
        with self.diary.on(drafted):
            page = self._draft(text, author)
        self.pages[text.slug] = page.pk
        if text.state == "draft":
            self._date(page.pk, drafted, None)
            return page
        is_live = self._take_along(text, page, author, submitted, moment)
        self._date(page.pk, submitted, moment if is_live else None)
        if is_live and text.outcome:
            self._add_outcome(text, page, author)
        return page

    def moment_of(self, text: Text) -> datetime:
        """When it went live; for what has not, when the last thing happened to it."""
        hour = timedelta(minutes=Random(text.title).randint(0, 540))
        return self.now - timedelta(days=text.days_ago if text.state != "scheduled" else 1.1) - hour

    # --- The draft ------------------------------------------------------------------------------------------

    def _draft(self, text: Text, author: Any) -> Any:
        team = self.teams[text.team]
        page = self._new_page(text, team, author)
        parent = projects_of(team) if text.is_write_up else blog_of(team)
        parent.add_child(instance=page)
        for order, username in enumerate(text.authors):
            page.authorships.add(Authorship(person=self.accounts[username], sort_order=order))
        for order, reference in enumerate(text.references):
            cited = Article.objects.get(pk=self.pages[reference.slug])
            page.citations.add(
                Citation(cited=cited, relation=reference.relation, note=reference.note[:200], sort_order=order)
            )
        page.tags.add(*text.tags)
        page.save_revision(user=author)
        return type(page).objects.get(pk=page.pk)

    def _new_page(self, text: Text, team: Team, author: Any) -> Any:
        writer = Writer(team=team, by=author, slug=text.slug, pages=self.pages)
        shared: dict[str, Any] = {
            "title": text.title,
            "slug": text.slug,
            "owner": author,
            "live": False,
            "summary": text.summary,
            "purpose": text.purpose,
            "on_behalf_of": self.accounts.get(text.on_behalf_of),
        }
        if text.picture:
            shared["lead_picture"] = store_picture(
                *text.picture, collection=team.collection, by=author, title=text.title
            )
        if text.wished_by_days:
            shared["wished_by"] = (self.moment_of(text) + timedelta(days=text.wished_by_days)).date()
        if text.state == "scheduled":
            shared["go_live_at"] = (self.now - timedelta(days=text.days_ago)).replace(minute=0, second=0, microsecond=0)
        if text.state == "expired":
            shared["expire_at"] = self.now + timedelta(hours=1)
        if not text.is_write_up:
            return BlogPostPage(**shared, body=writer.stream(text.sections["body"]))
        page = WriteUpPage(
            **shared,
            result=text.result,
            started_on=self._day(text.period[0]) if text.period else None,
            ended_on=self._day(text.period[1]) if text.period else None,
            goal=prose_of(text.sections["goal"]),
            body=writer.stream([*text.sections["did"], *_told_apart(text.sections["results"])]),
            would_repeat=prose_of(text.sections["repeat"]),
            would_avoid=prose_of(text.sections["avoid"]),
        )
        page.numbers = [
            NumberResult(label=number.label, before=number.before, after=number.after, sort_order=order)
            for order, number in enumerate(text.numbers)
        ]
        page.participants = [
            WriteUpPerson(person=self.accounts[username], part=self.accounts[username].job_title, sort_order=order)
            for order, username in enumerate(text.people)
        ]
        return page

    def _day(self, days_ago: int) -> date:
        return (self.now - timedelta(days=days_ago)).date()

    # --- The road -------------------------------------------------------------------------------------------

    def _take_along(self, text: Text, page: Any, author: Any, submitted: datetime, moment: datetime) -> bool:
        """Ask whom the team's policy asks, until the text is where it should stop. Says whether it is live."""
        if self.teams[text.team].posting_policy == PostingPolicy.DIRECTLY:
            with self.diary.on(moment):
                page.latest_revision.publish(user=author)
            return True
        with self.diary.on(submitted):
            request = approvals.submit(by=author, article=page)
        if text.state == "changes-asked":
            with self.diary.on(submitted + (self.now - submitted) / 2):
                self._return(request, self.accounts[text.returned_by], text.returned_because)
            return False
        steps = _STOPS[text.state] - 1 if text.state in _STOPS else 9
        while steps > 0 and (open_one := Request.objects.open().filter(pk=request.pk).first()):
            steps -= 1
            between = submitted + (moment - submitted) * 0.6
            if text.state == "waiting-communications":
                between = submitted + (self.now - submitted) * 0.5
            is_last = not open_one.steps.filter(position__gt=open_one.position).exists()
            at = moment if is_last else between
            with self.diary.on(at):
                self._approve(open_one, at)
        return text.state not in {*_STOPS, "scheduled"}

    def _approve(self, request: Request, at: datetime) -> None:
        task_state = self._task_of(request)
        able = approvers_for(request)
        by = self._known(able[request.pk % len(able)])
        approvals.approve(by=by, task_state=task_state, **_seen(request))
        TaskState.objects.filter(pk=task_state.pk).update(finished_at=at)

    def _return(self, request: Request, by: Any, reason: str) -> None:
        task_state = self._task_of(request)
        approvals.return_for_changes(by=by, task_state=task_state, reason=reason, **_seen(request))

    def _task_of(self, request: Request) -> TaskState:
        fresh = Request.objects.select_related("workflow_state__current_task_state").get(pk=request.pk)
        state: TaskState = fresh.workflow_state.current_task_state
        return state

    def _known(self, person: Any) -> Any:
        """The account that we hold already, with its groups read."""
        return self.accounts[person.username]

    def _add_outcome(self, text: Text, page: Any, author: Any) -> None:
        """What came of it is a new version, which goes the same road."""
        days = text.outcome_days_ago if text.outcome_days_ago is not None else text.days_ago - 1
        moment = self.now - timedelta(days=days, minutes=Random(text.outcome).randint(0, 540))
        with self.diary.on(moment - timedelta(hours=4)):
            draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
            draft.outcome = text.outcome
            draft.save_revision(user=author)
            log(instance=draft, action="wagtail.edit", user=author)
        fresh = type(page).objects.get(pk=page.pk)
        self._take_along(text, fresh, author, moment - timedelta(hours=3), moment)
        self._date(page.pk, moment - timedelta(hours=4), self.moment_of(text), last=moment)

    def _date(self, pk: int, revised: datetime, live: datetime | None, last: datetime | None = None) -> None:
        facts: dict[str, Any] = {"latest_revision_created_at": revised}
        if live is not None:
            facts |= {"first_published_at": live, "last_published_at": last or live, "published": live}
            facts["last_activity"] = live
        Article.objects.filter(pk=pk).update(**facts)

    # --- Afterwards -----------------------------------------------------------------------------------------

    def expire(self, text: Text) -> None:
        """Its day has passed: taken down as the scheduler does it."""
        ended = self.now - timedelta(days=text.days_ago / 2)
        page = Article.objects.get(pk=self.pages[text.slug]).specific
        with self.diary.on(ended):
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        Article.objects.filter(pk=page.pk).update(expire_at=ended)


def _seen(request: Request) -> dict[str, Any]:
    """What whoever decides has on the screen: the content asked about now."""
    return {"revision_id": request.revision_id, "digest": request.digest}


def _told_apart(results: tuple[Block, ...]) -> list[Block]:
    """What a write-up's page keeps in one body: what was done, then what came of it."""
    return [Block("heading", {"text": "What came of it", "level": 2}), *results]


def today() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)
