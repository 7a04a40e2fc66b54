"""From nothing to a large organisation, in one transaction."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from demo.drawing import FAMILIES
from demo.loading.load import INDEXING, refuse_other_content
from demo.loading.pictures import SMALL, store_picture
from demo.organisation import DEMO_ACCOUNTS
from people.models import User
from publishing.models import Article
from teams.house import house_collection
from teams.models import Team

from .approvals import Queue
from .documents import store_documents
from .pages import Press
from .people import Crowd, make_crowd, make_teams
from .sizes import Sizes
from .threads import Talk, lengths
from .words import Words

logger = logging.getLogger(__name__)

Say = Callable[[str], Any]


def is_built(posts: int) -> bool:
    """Whether the organisation of this size is here. It is written in one transaction, so a count is enough."""
    sizes = Sizes(posts)
    return bool(
        User.objects.filter(username__in=DEMO_ACCOUNTS).count() == len(DEMO_ACCOUNTS)
        and Team.objects.count() >= sizes.teams
        and Article.objects.count() >= posts
    )


def build(posts: int, *, password: str, say: Say = logger.info) -> None:
    """Raises OtherContent, and changes nothing, where something else lives already."""
    sizes = Sizes(posts)
    with transaction.atomic():
        refuse_other_content()
        tasks_before = set(DBTaskResult.objects.values_list("pk", flat=True))
        say(f"{sizes.people} people in {sizes.teams} teams …")
        crowd = make_crowd(sizes, password)
        make_teams(sizes, crowd)
        say(f"{sizes.posts} posts …")
        words = Words.from_the_demo()
        administrator = crowd.accounts["admin"]
        pictures = [
            store_picture(family, seed, collection=house_collection(), by=administrator, title=family, size=SMALL)
            for family in FAMILIES
            for seed in (1, 2)
        ]
        now = timezone.now()
        press = Press(sizes=sizes, crowd=crowd, words=words, pictures=pictures, now=now)
        pages = press.print_all()
        say(f"{sizes.comments} comments …")
        talk = _talk_about(pages, sizes, crowd, words, now)
        press.store()
        talk.store()
        say(f"{sizes.documents} documents …")
        store_documents(sizes, crowd, words)
        say(f"{sizes.requests} requests for approval …")
        Queue(sizes, words, now).fill(pages)
        DBTaskResult.objects.filter(task_path__in=INDEXING).exclude(pk__in=tasks_before).delete()
        say("Search index …")
        call_command("update_index", verbosity=0)
        call_command("index_search", verbosity=0)
        say("What resembles what …")
        call_command("rebuild_related", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # or the planner believes that the tables are empty


def _talk_about(pages: list[Any], sizes: Sizes, crowd: Crowd, words: Words, now: Any) -> Talk:
    talk = Talk(crowd=crowd, words=words)
    read_by_all = [place for place, page in enumerate(pages) if page.audience_id is None]
    # The long threads are some way back, where there has been time for them.
    long_ones = read_by_all[: max(2, len(read_by_all) * 9 // 10)][-2:]
    found = lengths(sizes, long_ones, list(range(len(pages))))
    for place, length in found.items():
        talk.hold(pages[place], length, now, may_be_held=place not in long_ones)
    return talk
