"""A house with something in every table that people fill."""

import datetime
import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from approvals.models import RouteStep
from conversations.models import Reaction, Settlement, TeamTalk
from conversations.moderating.flagging import flag
from core import portable
from core.models import Effect, OutgoingMail
from exports.tables import all_tables
from notifications.models import Choice, Rhythm
from publishing.models import Citation
from teams.models import Holiday
from teams.working_days import WorkingTime
from tests.factories.approvals import asked, look
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import make_comment, say
from tests.factories.library import make_document, make_picture
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

TABLE = {
    "caption": "Vans",
    "columns": [{"type": "text", "heading": "Depot"}, {"type": "number", "heading": "Vans | bikes"}],
    "rows": [{"values": ["North", "12"]}, {"values": ["A | B", "3"]}],
}


class House:
    """An open team with everything, and a secret one whose lead is in both."""

    def __init__(self):
        self.boss = AdministratorFactory(username="boss", first_name="Ada", last_name="Ünal")
        self.team = make_team("Depot", posting_policy="editors", by=self.boss, purpose="Vans and keys.")
        self.secret = make_team("Horizon", visibility="secret", by=self.boss, purpose="quittenpurpose")
        self.people = {role: join(self.team, role) for role in ("lead", "editor", "author", "member")}
        self.other = join(self.secret, "author", UserFactory(username="other"))
        self.author, self.member = self.people["author"], self.people["member"]
        self.author.face.save("face.webp", ContentFile(b"RIFF____WEBP"))
        self.picture = make_picture(self.team, "Keys", description="A board of keys")
        self.document = make_document(self.team, "Who has which key", content=b"Ada: 3")
        self.unused = make_document(self.team, "Never placed", name="unused.txt")
        self.hidden = make_post(self.secret, self.other, "quittentitle", body=[("text", "<p>quittenbody</p>")])
        self.post = self._post()
        self.write_up = self._write_up()
        self.request = asked(self.team, self.author, "Waits for an answer")
        look(self.people["editor"], self.request)
        self._talk()
        self._settings()

    def _post(self):
        linked = f'<a linktype="document" id="{self.document.pk}">the list</a>'
        return make_post(
            self.team, self.author, "Keys are on the board", slug="keys", tags=["Keys", "Night"],
            lead_picture=self.picture, summary="Who comes first takes the first.",
            body=[
                ("heading", {"text": "Where they hang", "level": "2"}),
                ("text", f"<p>By the <b>door</b>, see {linked}.</p>"),
                ("picture", {"image": self.picture, "caption": "The board"}),
                ("document", {"document": self.document, "note": "Updated daily"}),
                ("table", {"table": TABLE}),
                ("code", {"language": "sh", "code": "make run"}),
                ("earlier_page", {"page": self.hidden, "why": "the start of it"}),
            ],
        )  # fmt: skip

    def _write_up(self):
        return make_write_up(
            self.team, self.author, "A board for keys", slug="board", goal="<p>No lost keys.</p>", result="worked",
            citations=[Citation(cited=self.post, note="the idea"), Citation(cited=self.hidden, note="quittenword")],
        )  # fmt: skip

    def _talk(self):
        first = say(self.post, self.member, "Which key opens the **shed**?")
        self.comment = first
        self.answer = say(self.post, self.author, "Number 3.", reply_to=first.pk)
        self.held = make_comment(self.post, self.other, "heldwords", state="held")
        Reaction.objects.create(comment=self.answer, person=self.member, kind="thanks")
        flag(by=self.people["lead"], comment=self.comment, reason="other", words="flagwords")
        Settlement.objects.create(article=self.post, comment=self.answer, words="", by=self.author)

    def _settings(self):
        site = Site.objects.get()
        TeamTalk.objects.create(team=self.team, watched_words="idiot")
        RouteStep.objects.create(team=self.team, name="Second look", asks="editors", position=15)
        WorkingTime.objects.get_or_create(site=site)
        Holiday.objects.create(site=site, day=datetime.date(2026, 12, 25), name="Christmas")
        Choice.objects.create(person=self.member, kind="reply", channel="daily")
        Rhythm.objects.create(person=self.member, digest_hour=7)
        Redirect.objects.create(old_path="/teams/old", redirect_page=self.post, site=site, created_at=timezone.now())


def empty_the_house():
    """What an installation is before anybody came: tables without people, teams and pages."""
    models = [*portable.made_anew(), OutgoingMail, Effect, *(table.model for table in all_tables())]
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder by name, with a digest of what is in it, but the manifest, which tells the time."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def labels_left():
    return portable.left()
