"""A secret team and a closed one with something in every corner, each marked by words that stand nowhere else."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from approvals.deciding.actions import submit
from approvals.models import Request, RouteStep
from approvals.reviewing import remarking
from conversations.models import Comment, State
from conversations.writing.posting import post_comment
from library.reading.words import read_words
from notifications import following
from notifications.subjects import Subject
from publishing.models import Citation
from search.index.keeping import rebuild
from teams.deputising import name_deputy
from teams.joining import ask_to_join
from teams.membership import put_in_groups
from teams.models import Membership
from tests.factories.blog import make_draft, make_post, make_write_up
from tests.factories.conversations import spread_word
from tests.factories.library import make_document, make_picture
from tests.factories.notifications import tell_followers
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

BACKEND = "people.backends.FoldedNameBackend"
FACE = b"RIFF____WEBP, as far as its address goes"


@dataclass
class Corner:
    """One team with everything, and the words that must not be seen by those it is closed to.

    ``markers`` are never shown to an outsider. ``names`` are the team's own name and purpose: shown at the door of a
    closed team, never of a secret one.
    """

    team: Any
    word: str
    post: Any
    write_up: Any
    draft: Any
    waiting: Any
    comment: Any
    held: Any
    picture: Any
    document: Any
    task_state: Any
    step: RouteStep
    remark: Any
    deputy: Any
    join_request: Any = None
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def markers(self) -> list[str]:
        return [
            f"{self.word}{part}"
            for part in (
                "title",
                "summary",
                "body",
                "tag",
                "draft",
                "waiting",
                "comment",
                "held",
                "picture",
                "paper",
                "inner",
                "remark",
            )
        ]

    @property
    def names(self) -> list[str]:
        return [f"{self.word}team", f"{self.word}purpose"]


def make_corner(word: str, visibility: str) -> Corner:
    team = make_team(f"{word}team", visibility=visibility, purpose=f"{word}purpose", posting_policy="communications")
    people = {role: join(team, role) for role in ("lead", "editor", "author", "member")}
    for role, person in people.items():
        person.face.save(f"{role}.webp", ContentFile(FACE))
    people["former"] = join(team, "author")
    author = people["author"]
    picture = make_picture(team, f"{word}picture")
    document = make_document(team, f"{word}paper", name=f"{word}paper.txt", content=f"{word}inner".encode())
    tomorrow = timezone.now() + timedelta(days=1)
    post = make_post(
        team, author, f"{word}title", summary=f"{word}summary", tags=[f"{word}tag"], lead_picture=picture,
        expire_at=tomorrow,
        body=[("text", f"<p>{word}body</p>"), ("document", {"document": document, "note": ""})],
    )  # fmt: skip
    write_up = make_write_up(
        team, author, f"{word}title of a project", summary=f"{word}summary", goal=f"<p>{word}body</p>",
        result="worked", citations=[Citation(cited=post, note=f"{word}body")],
    )  # fmt: skip
    draft = make_draft(team, author, f"{word}draft")
    waiting = make_draft(team, author, f"{word}waiting", go_live_at=tomorrow)
    submit(by=author, article=waiting)
    request = Request.objects.get(article=waiting)
    step = RouteStep.objects.create(team=team, name=f"{word}step", asks="editors", position=15)
    remark = remarking.write(by=people["editor"], request=request, part="title", text=f"{word}remark")
    remarking.reply(by=author, request=request, remark_id=remark.pk, text=f"{word}remark again")
    comment = post_comment(by=author, page=post, text=f"{word}comment", client_key=uuid.uuid4().hex)
    held = post_comment(by=author, page=post, text=f"{word}held", client_key=uuid.uuid4().hex)
    Comment.objects.filter(pk=held.pk).update(state=State.HELD)
    post.refresh_from_db()
    join_request = None
    if visibility == "closed":
        join_request = ask_to_join(team=team, person=UserFactory(), message=f"{word}held")
    post_comment(by=people["member"], page=post, text=f"{word}comment of a member", client_key=uuid.uuid4().hex)
    spread_word()
    for subject in (Subject("team", team.pk), Subject("page", post.pk), Subject("thread", comment.pk)):
        following.follow(person=people["former"], subject=subject)
    post_comment(by=author, page=post, text=f"{word}comment again", client_key=uuid.uuid4().hex)
    tell_followers()
    # Somebody who was in, followed, was told, and left: the rows go, the memory of addresses stays.
    Membership.objects.filter(team=team, person=people["former"]).delete()
    put_in_groups(team, people["former"], None)
    today = timezone.localdate()
    deputy = name_deputy(
        person=people["author"],
        deputy=people["editor"],
        first_day=today,
        last_day=today + timedelta(7),
        by=people["lead"],
    )
    return Corner(
        team=team, word=word, post=post, write_up=write_up, draft=draft, waiting=waiting, comment=comment, held=held,
        picture=picture, document=document, task_state=request.workflow_state.current_task_state, deputy=deputy,
        join_request=join_request, people=people, step=step, remark=remark,
    )  # fmt: skip


@dataclass
class World:
    secret: Corner
    closed: Corner
    viewers: dict[str, Any]

    @property
    def corners(self) -> list[Corner]:
        return [self.secret, self.closed]


def make_world() -> World:
    """Two corners, and viewers who hold no right in either, a CMS right elsewhere included."""
    secret, closed = make_corner("quitten", "secret"), make_corner("nebel", "closed")
    elsewhere = make_team("Marktplatz")
    viewers = {
        "outsider": UserFactory(username="outsider"),
        "author elsewhere": join(elsewhere, "author"),
        "lead elsewhere": join(elsewhere, "lead"),
        "former secret": secret.people["former"],
        "former closed": closed.people["former"],
        "communications": UserFactory(username="communications"),
        "moderator": UserFactory(username="moderator"),
        "administrator": AdministratorFactory(username="boss"),
    }
    viewers["communications"].groups.add(Group.objects.get(name="Communications"))
    viewers["moderator"].groups.add(Group.objects.get(name="Moderators"))
    for corner in (secret, closed):
        read_words(corner.document.pk)
    rebuild()
    return World(secret, closed, viewers)


def address(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
