"""Ten thousand posts and write-ups with their revisions, bylines, tags and links, table by table."""

import json
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify
from wagtail.models import Locale, Page, PageLogEntry, Revision

from blog.models import BlogPostPage, NumberResult, WriteUpPage
from blog.rooms import blog_of, projects_of
from publishing.lifecycle import WORDS_A_MINUTE
from publishing.models import ArticleTag, Authorship, Citation, Purpose, Result, Tag
from teams.models import Team

from .people import Crowd
from .rows import give_number, insert, next_number
from .sizes import Sizes
from .words import TAGS, Words

_NAMESPACE = uuid.UUID("2b0c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b")
_SPAN = timedelta(days=1000)
_AT_ONCE = 1000
LONG_EVERY = 500  # one page of so many has three thousand words


@dataclass
class Shelf:
    """Where the next page goes below one index page."""

    index: Page
    taken: int = 0

    def next_path(self) -> str:
        self.taken += 1
        path: str = Page._get_path(self.index.path, self.index.depth + 1, self.taken)
        return path


@dataclass
class Press:
    """Makes pages in the order of their publication, so that the newest have the highest numbers."""

    sizes: Sizes
    crowd: Crowd
    words: Words
    pictures: list[Any]
    now: datetime
    pages: list[Any] = field(default_factory=list)
    shelves: dict[tuple[int, bool], Shelf] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    by_team: dict[int | None, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def print_all(self) -> list[Any]:
        """Every page as an object with its number and place; nothing but tags is stored yet."""
        self.tags = [Tag.objects.create(name=name, slug=slugify(name)) for name in TAGS]
        self.kinds = {model: ContentType.objects.get_for_model(model).pk for model in (BlogPostPage, WriteUpPage)}
        self.locale_id = Locale.get_default().pk
        first = next_number(Page)
        for number in range(self.sizes.posts):
            page = self._page(number, first + number)
            self.pages.append(page)
            self.by_team[page.team_id if page.audience_id else None].append(page)
        return self.pages

    def _page(self, number: int, pk: int) -> Any:
        random = Random(f"page {number}")
        team = self._team_of(number, random)
        is_write_up = number % 8 == 3
        shelf = self._shelf(team, is_write_up)
        author = random.choice(self.crowd.writers[team.pk])
        published = self.now - _SPAN * (1 - (number + 1) / (self.sizes.posts + 1))
        title = self.words.title(number)
        slug = f"{slugify(title)[:80]}-{number}"
        fields: dict[str, Any] = {
            "title": title,
            "draft_title": title,
            "slug": slug,
            "path": shelf.next_path(),
            "depth": shelf.index.depth + 1,
            "url_path": f"{shelf.index.url_path}{slug}/",
            "translation_key": uuid.uuid5(_NAMESPACE, slug),
            "locale_id": self.locale_id,
            "owner_id": author.pk,
            "live": True,
            "has_unpublished_changes": False,
            "first_published_at": published,
            "last_published_at": published,
            "latest_revision_created_at": published,
            "team": team,
            "audience_id": team.audience_id,
            "summary": self.words.summary(number),
            "lead_picture": random.choice(self.pictures) if number % 5 < 3 else None,
            "purpose": Purpose.LESSON if is_write_up else random.choice(Purpose.values),
            "published": published,
            "last_activity": published,
            "body": (self.words.long_body if number % LONG_EVERY == 17 else self.words.body)(number, self.pictures),
        }
        if is_write_up:
            ended = published - timedelta(days=random.randint(10, 60))
            fields |= {
                "goal": self.words.prose(number, "goal"),
                "would_repeat": self.words.prose(number, "repeat"),
                "would_avoid": self.words.prose(number, "avoid"),
                "result": random.choice(Result.values),
                "started_on": (ended - timedelta(days=random.randint(30, 300))).date(),
                "ended_on": ended.date(),
            }
        page = (WriteUpPage if is_write_up else BlogPostPage)(**fields)
        page.content_type_id = self.kinds[type(page)]
        page.reading_minutes = max(1, round(len(fields["body"].split()) / WORDS_A_MINUTE))
        self._add_children(page, number, random, author)
        give_number(page, pk)
        return page

    def _team_of(self, number: int, random: Random) -> Team:
        """Some teams write much and many a little; the first ten posts are in the house's own team."""
        if number < 10:
            return self.crowd.teams[0]
        return self.crowd.teams[min(int(random.paretovariate(0.6)), len(self.crowd.teams)) - 1]

    def _shelf(self, team: Team, is_write_up: bool) -> Shelf:
        key = (team.pk, is_write_up)
        if key not in self.shelves:
            self.shelves[key] = Shelf(projects_of(team) if is_write_up else blog_of(team))
        return self.shelves[key]

    def _add_children(self, page: Any, number: int, random: Random, author: Any) -> None:
        """Bylines, tags and links, held in memory so that the revision tells of them."""
        writers = [author]
        others = [person for person in self.crowd.writers[page.team.pk] if person is not author]
        if number % 5 == 0 and others:
            writers.append(random.choice(others))
        page.authorships = [Authorship(person=person, sort_order=order) for order, person in enumerate(writers)]
        page.tagged = [ArticleTag(tag=tag) for tag in random.sample(self.tags, 3)]
        page.citations = [
            Citation(cited=cited, relation="builds_on", note="What carried over", sort_order=order)
            for order, cited in enumerate(self._earlier(page, number, random))
        ]
        page.wagtail_admin_comments = []
        if isinstance(page, WriteUpPage):
            page.numbers = [
                NumberResult(label="Minutes a day", before="40", after=str(random.randint(5, 60)), sort_order=0)
            ]
            page.participants = []

    def _earlier(self, page: Any, number: int, random: Random) -> list[Any]:
        """Up to two earlier pages that every reader of this one may read too."""
        if number % 3:
            return []
        among = self.by_team[None] or []
        if page.audience_id:
            among = self.by_team[page.team_id] or among
        return random.sample(among, min(2, len(among)))

    # --- Storing --------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Pages with their shelves, then what hangs on them."""
        revision = next_number(Revision)
        for number, page in enumerate(self.pages):
            page.latest_revision_id = page.live_revision_id = revision + number
        for model in (BlogPostPage, WriteUpPage):
            of_kind = [page for page in self.pages if type(page) is model]
            for start in range(0, len(of_kind), _AT_ONCE):
                insert(of_kind[start : start + _AT_ONCE])
        for shelf in self.shelves.values():
            Page.objects.filter(pk=shelf.index.pk).update(numchild=shelf.taken)
        for start in range(0, len(self.pages), _AT_ONCE):
            self._store_what_hangs_on(self.pages[start : start + _AT_ONCE])

    def _store_what_hangs_on(self, pages: list[Any]) -> None:
        revisions, entries = [], []
        children: dict[type, list[Any]] = defaultdict(list)
        base = ContentType.objects.get_for_model(Page).pk
        for page in pages:
            for name in ("authorships", "citations", "tagged", *(("numbers",) if type(page) is WriteUpPage else ())):
                for child in getattr(page, name).all():
                    setattr(
                        child, "content_object_id" if name == "tagged" else _PARENT.get(name, "article_id"), page.pk
                    )
                    children[type(child)].append(child)
            revisions.append(self._revision(page, base))
            entries.append(self._entry(page))
        for model, rows in children.items():
            model._default_manager.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]  # every model has one
        insert(revisions)
        PageLogEntry.objects.bulk_create(entries, batch_size=200)

    def _revision(self, page: Any, base: int) -> Revision:
        content = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
        revision = Revision(
            content_type_id=page.content_type_id,
            base_content_type_id=base,
            object_id=str(page.pk),
            created_at=page.published,
            user_id=page.owner_id,
            object_str=page.title,
            content=content,
        )
        revision.pk = page.latest_revision_id
        return revision

    def _entry(self, page: Any) -> PageLogEntry:
        return PageLogEntry(
            page_id=page.pk,
            content_type_id=page.content_type_id,
            label=page.title,
            action="wagtail.publish",
            timestamp=page.published,
            user_id=page.owner_id,
            revision_id=page.latest_revision_id,
            uuid=uuid.uuid5(_NAMESPACE, f"log {page.pk}"),
        )


_PARENT = {"numbers": "write_up_id"}
