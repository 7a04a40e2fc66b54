"""What people do around the talk: rules of teams before it, following since some weeks, a ban, and visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from conversations import moderating
from conversations.models import Ban, Comment, ModerationRecord, TeamTalk
from conversations.moderating import talk_settings
from conversations.reading import visits
from conversations.telling import told
from demo import habits
from demo.habits import Rest
from knowledge import reviews, standing
from notifications.channels import choose
from notifications.following import follow
from notifications.models import Channel, Notification
from notifications.subjects import PAGE, PERSON, TAG, TEAM, THREAD, Subject
from publishing.models import Article, Tag
from teams.models import Team

from .dating import date_before, date_closing
from .diary import Diary
from .people import Accounts

_MOVES = timedelta(days=14)


@dataclass(frozen=True)
class Habits:
    accounts: Accounts
    teams: Mapping[str, Team]
    now: datetime
    diary: Diary

    def lay_down_rules(self, at: datetime) -> None:
        """What teams say about their threads, before anything is said in them."""
        for house in habits.HOUSES:
            with self.diary.on(at):
                talk_settings.change(
                    by=self.accounts[house.by],
                    team=self.teams[house.team],
                    flags_to_hide=house.flags_to_hide,
                    close_after_days=house.close_after_days,
                    watched_words=house.watched_words,
                )

    def begin_to_follow(self, at: datetime) -> None:
        with self.diary.on(at):
            for username, kind, name in habits.FOLLOWED:
                follow(person=self.accounts[username], subject=Subject(kind, self._number(kind, name)))
            for username, kind, channel in habits.CHANNELS:
                choose(person=self.accounts[username], kind=kind, channel=Channel(channel))

    def _number(self, kind: str, name: str) -> int:
        if kind == TEAM:
            return self.teams[name].pk
        if kind == PERSON:
            return int(self.accounts[name].pk)
        if kind == TAG:
            return Tag.objects.get(name=name).pk
        if kind == THREAD:
            return Comment.objects.filter(page__slug=name, level=0).earliest("pk").pk
        if kind == PAGE:
            return Article.objects.get(slug=name).pk
        raise LookupError(kind)

    def look_after(self) -> None:
        """What pages are worth, who sees to it, and what these were asked meanwhile."""
        for kept in habits.KEPT:
            page = Article.objects.get(slug=kept.page)
            due = None if kept.due is None else self.now.date() + timedelta(days=kept.due)
            with self.diary.on(self.now - timedelta(days=20)):
                to = standing.Status(
                    standing=kept.standing,
                    successor_id=Article.objects.get(slug=kept.successor).pk if kept.successor else None,
                    keeper_id=self.accounts[kept.keeper].pk if kept.keeper else None,
                    keeper_team_id=self.teams[kept.keeper_team].pk if kept.keeper_team else None,
                    review_on=max(due, timezone.localdate()) if due else None,
                    review_months=kept.months,
                )
                standing.change(by=self.accounts[kept.by], article=page, to=to)
            # Nobody sets a day that has passed; it has passed since.
            Article.objects.filter(pk=page.pk).update(review_on=due)
        with self.diary.on(self.now - timedelta(days=1)):
            reviews.ask_due()

    def ban_for_a_while(self) -> None:
        for rest in habits.RESTS:
            with self.diary.on(self.now - timedelta(days=rest.said)):
                record = moderating.ban(
                    by=self.accounts[rest.by],
                    person=self.accounts[rest.person],
                    team=self.teams[rest.team],
                    until=self.now + timedelta(days=rest.said - rest.ended),
                    reason=rest.reason,
                )
            self._let_it_run_out(record, rest)

    def _let_it_run_out(self, record: ModerationRecord, rest: Rest) -> None:
        """Nobody is banned until a day that has passed; so the day is moved there with the rest of its dates."""
        until = self.now - timedelta(days=rest.ended)
        Ban.objects.filter(pk=record.before["ban"]).update(until=until)
        date_before(record, until=until.isoformat())
        for row in Notification.objects.filter(key__endswith=f":comment-ban:{record.pk}"):
            Notification.objects.filter(pk=row.pk).update(data=row.data | {"until": until.isoformat()})

    def close_what_is_quiet(self) -> None:
        """As the hourly job does, each on the day on which it would have."""
        last = ModerationRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        moderating.close_quiet_threads()
        days: dict[int | None, int | None] = dict(TeamTalk.objects.values_list("team_id", "close_after_days"))
        for record in ModerationRecord.objects.filter(pk__gt=last).select_related("page"):
            if record.page is None or record.page.last_activity is None:
                raise LookupError(f"{record} closed nothing that anybody had talked about.")
            at = record.page.last_activity + timedelta(days=days[record.team_id] or 0)
            ModerationRecord.objects.filter(pk=record.pk).update(at=at)
            date_closing(record, at)

    def visit(self) -> None:
        """The demo accounts have been in the threads that move, some days ago: what came since is new to them."""
        for username, days in habits.LAST_LOOKED.items():
            until = self.now - timedelta(days=days)
            pages = Article.objects.visible_to(self.accounts[username]).filter(
                published__lt=until, last_activity__gt=self.now - _MOVES
            )
            for page in pages.order_by("pk"):
                self._look_at(self.accounts[username], page, until)

    def _look_at(self, person: Any, page: Article, until: datetime) -> None:
        visits.mark_seen(person=person, article=page, until=until)
        told.met_on_site(person, page)
        read = Notification.objects.filter(person=person, page=page, read_at__gt=until)
        read.update(read_at=until)
