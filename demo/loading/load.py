"""The whole demo in one transaction: there is either all of it or none."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django_tasks_db.models import DBTaskResult
from wagtail.models import ReferenceIndex

from approvals.deciding.due_times import due_for
from approvals.models import Request, RequestStep
from core import effects
from demo.organisation import TEAMS
from demo.people import PEOPLE
from demo.texts_format import Text, read_all
from knowledge.tasks import know_missing
from library.models import StoredDocument
from library.reading.words import read_words
from notifications.models import Channel, Notification
from publishing.models import Article
from teams.models import Team
from teams.working_days import calendar_of

from .diary import Diary
from .habits import Habits
from .pages import Publisher, today
from .people import (
    fill_house_groups,
    give_addresses,
    give_faces,
    give_team_pictures,
    leave_questions,
    make_people,
    make_teams,
)
from .reactions import Reactions
from .talk import Talk
from .threads import Thread, steps_of
from .word import RECENT, Word

logger = logging.getLogger(__name__)

DEMO_PASSWORD = "intramural-demo"  # noqa: S105 - public on purpose, and only ever used on one's own machine
READ_AFTER = timedelta(days=6)
_FOUNDED = timedelta(days=660)
# Work that a save leaves to the queue, and that is done here at once instead.
INDEXING = (
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.tasks.update_reference_index_task",
    "knowledge.tasks.know",
    "library.reading.words.read_document",
    "search.tasks.index",
    "search.tasks.index_page",
    "search.tasks.index_thread",
)

Say = Callable[[str], Any]


class OtherContent(Exception):  # noqa: N818 - it reads as what was found
    """The database holds somebody's work; the demo does not mix with it."""


def is_loaded() -> bool:
    """Whether the whole demo is here. It is written in one transaction, so its last rows stand for all."""
    people = get_user_model().objects.filter(username__in=[person.username for person in PEOPLE]).count()
    teams = Team.objects.filter(slug__in=[team.slug for team in TEAMS]).count()
    return people == len(PEOPLE) and teams == len(TEAMS)


def refuse_other_content() -> None:
    """Raises OtherContent unless nobody has begun to work here."""
    if get_user_model().objects.exists() or Team.objects.exists() or Article.objects.exists():
        raise OtherContent(
            "This database holds other content: the demo organisation is only loaded into an empty house. "
            "Use a new database, for instance another DATA_DIR."
        )


def load(*, password: str = DEMO_PASSWORD, say: Say = logger.info) -> None:
    """Build the organisation. Raises OtherContent, and changes nothing, where something else lives already."""
    now = today()
    with transaction.atomic():
        refuse_other_content()
        tasks_before = set(DBTaskResult.objects.values_list("pk", flat=True))
        diary = Diary()
        founded = now - _FOUNDED
        say("People, faces and teams …")
        accounts = make_people(password, founded)
        give_faces(accounts)
        fill_house_groups(accounts)
        teams = make_teams(accounts, founded, diary)
        give_team_pictures(teams, accounts["admin"])
        say("Posts, write-ups and what was said about them …")
        habits = Habits(accounts=accounts, teams=teams, now=now, diary=diary)
        _publish_all(accounts, teams, now, diary, habits)
        leave_questions(accounts, teams, now, diary)
        diary.date_back()
        _date_steps()
        habits.visit()
        _settle_inboxes(now)
        _tell_nobody_today(tasks_before)
        give_addresses()
        say("Index …")
        _index(tasks_before)


def _date_steps() -> None:
    """Steps began to ask when their task did, and are due counted from then."""
    calendar = calendar_of()
    due: dict[int, list[datetime]] = {}
    for step in RequestStep.objects.exclude(started_at=None).select_related("request").prefetch_related("task_states"):
        step.started_at = max(state.started_at for state in step.task_states.all())
        step.due_at = due_for(step, calendar)
        step.save(update_fields=["started_at", "due_at"])
        if step.due_at is not None and not step.is_done and step.position == step.request.position:
            due.setdefault(step.request_id, []).append(step.due_at)
    for request_id, moments in due.items():
        Request.objects.filter(pk=request_id).update(due_at=min(moments))


def _publish_all(accounts: dict[str, Any], teams: dict[str, Team], now: datetime, diary: Diary, habits: Habits) -> None:
    """Everything up to a few weeks ago; then people begin to follow, and hear of what comes after."""
    since = now - RECENT
    word = Word(since)
    publisher = Publisher(accounts=accounts, teams=teams, now=now, diary=diary)
    talk = Talk(accounts=accounts, diary=diary, word=word)
    habits.lay_down_rules(now - _FOUNDED / 2)
    texts = read_all()
    is_old = [publisher.moment_of(text) < since for text in texts]
    old = [_thread(text, publisher) for text, it_is in zip(texts, is_old, strict=True) if it_is]
    steps = steps_of(old)
    talk.take(step for step in steps if step.at < since)
    word.forget()
    habits.begin_to_follow(since)
    new = [_thread(text, publisher) for text, it_is in zip(texts, is_old, strict=True) if not it_is]
    for thread in new:
        with diary.on(thread.published):
            word.spread(thread.published)
    talk.take(sorted([*(step for step in steps if step.at >= since), *steps_of(new)], key=lambda step: step.order))
    reactions = Reactions(accounts=accounts, diary=diary, now=now)
    for thread in (*old, *new):
        reactions.leave(thread)
    talk.recount((*old, *new))
    habits.ban_for_a_while()
    habits.close_what_is_quiet()
    habits.look_after()
    for thread in (*old, *new):
        if thread.text.state == "expired":
            publisher.expire(thread.text)


def _thread(text: Text, publisher: Publisher) -> Thread:
    page = publisher.bring(text)
    return Thread(text, page.pk, publisher.moment_of(text))


def _settle_inboxes(now: datetime) -> None:
    """What is old has been read; counts follow."""
    Notification.objects.filter(created_at__lt=now - READ_AFTER).update(read_at=F("created_at"))
    unread = Notification.objects.filter(person=OuterRef("pk"), read_at__isnull=True).order_by().values("person")
    count = unread.annotate(count=Count("pk")).values("count")
    get_user_model().objects.update(unread_count=Coalesce(Subquery(count), 0))


def _tell_nobody_today(tasks_before: set[Any]) -> None:
    """No mail comes of the past, and nothing is left for the worker."""
    DBTaskResult.objects.filter(task_path=effects.perform.module_path).exclude(pk__in=tasks_before).delete()
    Notification.objects.update(channel=Channel.NEVER)


def _index(tasks_before: set[Any]) -> None:
    """Search and references in bulk, instead of thousands of small tasks for the queue."""
    call_command("update_index", verbosity=0)
    know_missing()
    for document in StoredDocument.objects.all():
        read_words(document.pk)
    for article in Article.objects.specific().iterator(chunk_size=50):
        ReferenceIndex.create_or_update_for_object(article)
    call_command("index_search", verbosity=0)
    DBTaskResult.objects.filter(task_path__in=INDEXING).exclude(pk__in=tasks_before).delete()
