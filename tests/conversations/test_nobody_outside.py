"""Every address of threads and of the inbox, asked about the thread of a closed and of a secret team by people who read
neither: no title, no word and no name comes out, nothing fails, and nothing that is sent changes a row."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from conversations import moderating
from conversations.models import Comment, ModerationRecord, State
from conversations.moderating import flagging
from conversations.outcomes import settling
from conversations.writing import deleting, editing
from notifications import following, links
from notifications.models import Notification
from notifications.subjects import PAGE, TEAM, THREAD, Subject
from people.actions import deactivate
from publishing.models import Article
from teams.members import remove_member
from teams.models import Team
from tests.factories.blog import make_draft, make_post
from tests.factories.conversations import make_comment, say, seen, write
from tests.factories.notifications import tell_followers
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from .test_moderating import site_moderator

pytestmark = pytest.mark.django_db

BACKEND = "people.backends.FoldedNameBackend"
VIEWERS = (
    "nobody signed in",
    "reader",
    "former member",
    "editor elsewhere",
    "site moderator",
    "banned former member",
    "deactivated member",
)
# Where people meet what is theirs, and nothing of a team is named.
OWN = frozenset(
    {
        "notifications:inbox",
        "notifications:mark_all_read",
        "notifications:following",
        "notification_choices",
        "conversations:moderation",
    }
)
# In titles, in words, in names of people, and in the name of the team.
MARKERS = ("zwetschge", "mirabelle", "schlehe", "quitten")


@pytest.fixture(params=["closed", "secret"])
def team(request):
    return make_team("Quittenteam", visibility=request.param, purpose="Quittenpurpose")


@pytest.fixture
def lead(team):
    """A closed team's door names its leads, so this one has a name that may be read."""
    return join(team, "lead", UserFactory(first_name="Lea", last_name="Leadbetter"))


@pytest.fixture
def former(team):
    return join(team, "member", UserFactory(first_name="Fritz", last_name="Former"))


@pytest.fixture
def page(team, lead, former):
    """A question with a comment in every state, something done about each, and somebody who was told of it and left."""
    page = make_post(team, lead, "Zwetschge or not", purpose="ask", wished_by=timezone.localdate())
    make_draft(team, lead, "Zwetschge unfinished")
    writer = join(team, "member", UserFactory(first_name="Willi", last_name="Schlehe"))
    editor = join(team, "editor", UserFactory(first_name="Edda", last_name="Schlehe"))
    question = say(page, former, "Mirabelle too?")
    for subject in (Subject(TEAM, team.pk), Subject(PAGE, page.pk), Subject(THREAD, question.pk)):
        following.follow(person=former, subject=subject)
    settling.accept(by=lead, comment=say(page, writer, "Mirabelle answer", reply_to=question.pk))
    say(page, editor, "Mirabelle by the editor", reply_to=question.pk)
    tell_followers()
    edited = write(page, writer, "Mirabelle, first words")
    editing.edit(by=writer, comment=edited, text="Mirabelle, other words", seen=editing.version_of(edited))
    make_comment(page, writer, "Mirabelle held", state=State.HELD, is_public=False)
    moderating.hide(by=lead, comment=make_comment(page, writer, "Mirabelle hidden"), reason="Mirabelle reason")
    moderating.hide(by=lead, comment=make_comment(page, former, "Mirabelle of mine"), reason="Mirabelle reason")
    flagging.flag(by=editor, comment=make_comment(page, writer, "Mirabelle flagged"), reason="rude", words="Mirabelle")
    deleting.delete(by=editor, comment=say(page, editor, "Mirabelle deleted"))
    moderating.close(by=lead, page=article(page), reason="Mirabelle closing")
    moderating.reopen(by=lead, page=article(page))
    moderating.ban(by=lead, person=UserFactory(), team=team, until=timezone.now() + timedelta(7), reason="Mirabelle")
    return page


def article(page):
    return Article.objects.select_related("team").get(pk=page.pk)


def client_of(who, team, lead, former):
    """Somebody who reads nothing of the team, signed in where they can be."""
    client = Client()
    if who == "nobody signed in":
        return client, None
    if who == "banned former member":
        until = timezone.now() + timedelta(7)
        moderating.ban(by=lead, person=former, team=team, until=until, reason="Loud")
    person = {
        "reader": UserFactory,
        "former member": lambda: former,
        "banned former member": lambda: former,
        "editor elsewhere": lambda: join(make_team("Elsewhere"), "editor"),
        "site moderator": site_moderator,
        "deactivated member": lambda: join(team, "editor"),
    }[who]()
    client.force_login(person, backend=BACKEND)
    if who == "deactivated member":
        deactivate(person=person, by=AdministratorFactory())
    elif person == former:
        remove_member(team=team, person=person, by=lead)
    return client, type(person).objects.get(pk=person.pk)


def addresses(page, person):
    """Every pattern of threads and of the inbox with each number that it may name, and what may be sent there."""
    numbers = {
        "comment": list(Comment.objects.values_list("pk", flat=True)),
        "record": list(ModerationRecord.objects.values_list("pk", flat=True)),
        "told": list(Notification.objects.exclude(person=person).values_list("pk", flat=True)),
    }
    assert all(numbers.values())
    pages = list(Article.objects.filter(team=page.team).values_list("pk", flat=True))
    for room in ("conversations", "notifications"):
        resolver = get_resolver().namespace_dict[room][1]
        for name in {key for key in resolver.reverse_dict if isinstance(key, str)}:
            asks = resolver.reverse_dict[name][0][0][1]
            for args in _arguments(f"{room}:{name}", asks, page, pages, numbers):
                yield f"{room}:{name}", reverse(f"{room}:{name}", args=args)
    yield "notification_choices", reverse("notification_choices")


def _arguments(name, asks, page, pages, numbers):
    of = {"conversations:undo": "record", "notifications:open": "told"}.get(name, "comment")
    known = {
        (): lambda: [()],
        ("token",): lambda: [("a:b:c",)],
        ("slug",): lambda: [(page.team.slug,)],
        ("page_id",): lambda: [(pk,) for pk in pages],
        ("kind", "number"): lambda: [
            (PAGE, page.pk), (TEAM, page.team.pk), *((THREAD, pk) for pk in numbers["comment"][:2])
        ],
        ("pk", "kind"): lambda: [(pk, "agree") for pk in numbers["comment"]],
        ("pk",): lambda: [(pk,) for pk in numbers[of]],
    }  # fmt: skip
    return known[tuple(asks)]()


def sent_to(address, own_page, versions):
    """What every form together would send, each of it something that is taken from those who may."""
    parts = address.split("/")
    number = int(parts[2]) if parts[1] == "talk" and parts[2].isdigit() else None
    return {
        "text": "Let me in", "client_key": "k" * 32, "reason": "rude", "words": "It is", "outcome": "Ours now",
        "until": f"{timezone.localdate() + timedelta(3)}", "on": "1", "page": str(own_page.pk), "form": "close",
        "policy": "held", "watched_words": "plum", "flags_to_hide": "1", "act": "follow",
        "seen": versions.get(number, ""),
    }  # fmt: skip


def everything(person):
    """All rows of threads, of what people were told and follow, and of pages and teams; of what this person was told
    only whether it is there: they may read it."""
    models = [*apps.get_app_config("conversations").get_models(), *apps.get_app_config("notifications").get_models()]
    own = {"channel", "read_at"}
    rows = {}
    for model in (*models, Article, Team):
        found = list(model.objects.order_by("pk").values())
        if model is Notification and person is not None:
            found = [
                {name: value for name, value in row.items() if row["person_id"] != person.pk or name not in own}
                for row in found
            ]
        rows[model._meta.label] = found
    return rows


def leaks_of(response, address, team=None):
    """The markers in an answer, without the address that was asked for. A closed team is known by its name."""
    text = response.content.decode(errors="replace") + response.get("Location", "") + response.get("HX-Redirect", "")
    for said in (quote(address, safe=""), quote(address), address):
        text = text.replace(said, "")
    markers = MARKERS[:-1] if team is not None and team.visibility == "closed" else MARKERS
    return [marker for marker in markers if marker in text.casefold()]


def is_refused(response, who):
    if who not in ("nobody signed in", "deactivated member"):
        return response.status_code in (404, 405)
    to_the_door = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return to_the_door or response.status_code in (401, 404, 405)


@pytest.mark.parametrize("who", VIEWERS)
def test_nothing_comes_out_and_nothing_goes_in(page, team, lead, former, who):
    own_page = make_post(make_team("Market"), UserFactory(), "Apples")
    client, person = client_of(who, team, lead, former)
    before = everything(person)
    versions = {comment.pk: seen(comment) for comment in Comment.objects.all()}
    asked, wrong = 0, []
    for name, address in addresses(page, person):
        for response in (
            client.get(address, {"q": "zwe"}),
            client.get(address, headers={"HX-Request": "true"}),
            client.post(address, sent_to(address, own_page, versions)),
        ):
            asked += 1
            found = leaks_of(response, address, team)
            if found or response.status_code >= 500 or (name not in OWN and not is_refused(response, who)):
                wrong.append((response.request["REQUEST_METHOD"], address, response.status_code, found))
    assert wrong == []
    assert asked > 600
    assert everything(person) == before


@pytest.mark.parametrize("who", ["former member", "banned former member"])
def test_what_somebody_was_told_before_they_left_names_nothing_any_more(page, team, lead, former, who):
    client, person = client_of(who, team, lead, former)
    assert Notification.objects.filter(person=person).exists()
    for row in Notification.objects.filter(person=person):
        response = client.post(f"/inbox/{row.pk}/open/", follow=True)
        assert leaks_of(response, "", team) == [], response.request
    for path in (links.mute_path(person, Subject(PAGE, page.pk)), links.unsubscribe_path(person, ["comment_reply"])):
        for method in ("get", "post"):
            assert leaks_of(getattr(client, method)(path), path, team) == []


def test_whoever_is_banned_and_still_reads_adds_nothing(page, team, lead):
    person = join(team, "member")
    comment = say(page, person, "Mirabelle of somebody else")
    until = timezone.now() + timedelta(7)
    moderating.ban(by=lead, person=person, team=team, until=until, reason="Loud")
    client = Client()
    client.force_login(person, backend=BACKEND)
    said = list(Comment.objects.order_by("pk").values_list("pk", "comment", "state"))
    for address in (
        reverse("conversations:post", args=[page.pk]),
        *(reverse("conversations:reply", args=[pk]) for pk, _words, _state in said),
        reverse("conversations:edit", args=[comment.pk]),
    ):
        sent = {"text": "Once more", "client_key": "k" * 32, "seen": editing.version_of(comment)}
        assert client.post(address, sent).status_code in (403, 404), address
    assert list(Comment.objects.order_by("pk").values_list("pk", "comment", "state")) == said


def test_the_same_addresses_say_it_all_to_those_who_may_read(page, team, lead):
    """The walk could find nothing because nothing is there; for a lead there is."""
    client = Client()
    client.force_login(lead, backend=BACKEND)
    found = set()
    for _name, address in addresses(page, None):
        found |= set(leaks_of(client.get(address, {"q": "zwe"}), address))
    assert found == set(MARKERS)
