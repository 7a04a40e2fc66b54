"""A name can be removed for good: what somebody wrote stays readable, by a former colleague, and says it nowhere."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from conversations import flagging, moderating, settling
from conversations.models import Comment, CommentVersion, ModerationRecord
from notifications.models import Notification
from people import actions
from people.anonymising import anonymise
from people.models import User
from publishing.models import Article
from teams import members
from teams.models import Role
from tests.factories.blog import make_post
from tests.factories.conversations import make_comment, say
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

BACKEND = "people.backends.FoldedNameBackend"


@pytest.fixture
def zora():
    return UserFactory(
        username="zora.zimt", first_name="Zora", last_name="Zimt", job_title="Zitherist", place="Zug",
        about="Zestful", languages="Zulu", email="zora.zimt@intramural.example",
    )  # fmt: skip


def signed_in(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def everything_stored():
    """All rows of all tables as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, json.dumps(row, default=str, ensure_ascii=False).replace("\\u0026", "&")


def test_an_administrator_types_the_username_and_the_name_is_gone(administrator, zora):
    client = signed_in(administrator)
    address = "/people/zora.zimt/anonymise/"
    assert f'href="{address}"' in client.get("/people/zora.zimt/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"typed_username": "zora"}).status_code == 422
    assert User.objects.get(pk=zora.pk).first_name == "Zora"
    answer = client.post(address, {"typed_username": "Zora.Zimt"})
    assert answer["Location"] == f"/people/former-{zora.pk}/"
    text = client.get(answer["Location"]).content.decode()
    assert "Former colleague" in text
    assert "Give access back" not in text
    assert client.get("/people/zora.zimt/").status_code == 404


def test_nothing_stored_tells_the_name(administrator, zora, reader):
    """Through everything that keeps names: threads, flags, bans, mentions, notifications, logs, memberships."""
    team = make_team("Platform")
    editor = join(team, "editor")
    members.add_member(team=team, person=zora, role=Role.AUTHOR, by=administrator)
    page = make_post(team, zora, "Faster research")
    root = say(page, zora, "What we measured.")
    answer = say(page, reader, "Ask @zora.zimt, or @zora.zimtstern, or mail zora@example.org.", reply_to=root.pk)
    CommentVersion.objects.create(comment=answer, text="Ask @Zora.Zimt.", by=reader)
    say(page, zora, "Here I am.", reply_to=answer.pk)
    flagging.flag(by=zora, comment=answer, reason="wrong")
    moderating.hide(by=editor, comment=root, reason="Rude")
    actions.change_profile(person=zora, by=zora, profile={"place": "Zug"})
    assert Notification.objects.filter(data__name="Zora Zimt").exists()
    assert PageLogEntry.objects.filter(data__person="Zora Zimt").exists()

    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    told = [
        (table, row)
        for table, row in everything_stored()
        if any(
            word in row.replace("@zora.zimtstern", "") for word in ("Zora", "Zimt", "zora.zimt", "Zither", "Zestful")
        )
    ]
    # What waits to be done by the queue, and versions of pages, are not rows about people.
    assert [(table, row) for table, row in told if not table.startswith(("django_tasks", "core_effect"))] == []


def test_threads_stay_readable_and_say_former_colleague(administrator, zora, reader):
    team = make_team("Platform")
    page = make_post(team, join(team, "author"), "Faster research")
    root = make_comment(page, zora, "What we measured.")
    make_comment(page, reader, "Thank you, @zora.zimt!", reply_to=root)
    client = signed_in(reader)
    assert "Zora Zimt" in client.get(page.address).content.decode()
    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    text = client.get(page.address).content.decode()
    assert "What we measured." in text
    assert "Former colleague" in text
    assert "Zora" not in text
    assert f"@former-{zora.pk}" in text
    assert "zora.zimt" not in text


def test_what_came_of_a_question_says_the_name_no_more(administrator, zora, reader):
    team = make_team("Platform")
    asker, editor = join(team, "author"), join(team, "editor")
    page = make_post(team, asker, "Which gate", purpose="ask", wished_by=timezone.localdate())
    answer = say(page, zora, "Ask me, @zora.zimt.")
    settling.accept(by=editor, comment=answer)
    decision = make_post(team, asker, "North or south", purpose="decide", wished_by=timezone.localdate())
    settling.decide(by=editor, article=decision, outcome="North, says @zora.zimt.")
    assert "Zora Zimt" in signed_in(asker).get("/inbox/").content.decode()
    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    client = signed_in(asker)
    for address in ("/inbox/", page.address, decision.address):
        text = client.get(address).content.decode()
        assert "zora.zimt" not in text
        assert "Zora Zimt" not in text
    assert not Article.objects.filter(settled_words__icontains="zora").exists()


def test_records_of_what_they_decided_stay(administrator, zora, reader):
    team = make_team("Platform")
    join(team, "editor", zora)
    comment = make_comment(make_post(team, join(team, "author")), reader)
    moderating.hide(by=zora, comment=comment, reason="Rude")
    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    record = ModerationRecord.objects.get()
    assert record.by_id == zora.pk
    assert record.by.display_name == "Former colleague"
    assert Comment.objects.get().hidden_by_id == zora.pk


def test_sessions_end_the_password_is_none_and_the_face_is_gone(administrator, zora):
    zora.set_password("a long password")
    zora.face.save("zora.webp", ContentFile(b"RIFF"), save=True)
    client = signed_in(zora)
    assert client.get("/").status_code == 200
    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    assert client.get("/").status_code == 302
    row = User.objects.get(pk=zora.pk)
    assert not row.has_usable_password()
    assert (row.is_active, row.email, row.face.name, row.session_epoch) == (False, "", "", 2)
    assert ModelLogEntry.objects.filter(action="people.anonymise", label="Former colleague").exists()


@pytest.mark.django_db(transaction=True)
def test_the_file_of_the_face_goes_with_it(zora):
    zora.face.save("zora.webp", ContentFile(b"RIFF"), save=True)
    storage, name = zora.face.storage, zora.face.name
    anonymise(person=zora, typed_username="zora.zimt", by=AdministratorFactory())
    assert not storage.exists(name)


@pytest.mark.parametrize("who", ["reader", "themself", "lead"])
def test_only_administrators_remove_a_name(zora, reader, who):
    person = {"reader": reader, "themself": zora, "lead": join(make_team(), "lead")}[who]
    client = signed_in(person)
    for ask in (client.get, client.post):
        assert ask("/people/zora.zimt/anonymise/", {"typed_username": "zora.zimt"}).status_code == 403
    with pytest.raises(PermissionDenied):
        anonymise(person=zora, typed_username="zora.zimt", by=person)
    assert User.objects.get(pk=zora.pk).username == "zora.zimt"


def test_nobody_removes_their_own_name(administrator):
    with pytest.raises(ValidationError):
        anonymise(person=administrator, typed_username=administrator.username, by=administrator)


def test_it_is_done_once_and_never_given_back(administrator, zora):
    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    anonymise(person=zora, typed_username=f"former-{zora.pk}", by=administrator)
    assert ModelLogEntry.objects.filter(action="people.anonymise").count() == 1
    with pytest.raises(ValidationError):
        actions.reactivate(person=zora, by=administrator)
    signed_in(administrator).post(f"/people/former-{zora.pk}/reactivate/")
    assert not User.objects.get(pk=zora.pk).is_active


def test_the_username_is_free_again(administrator, zora):
    anonymise(person=zora, typed_username="zora.zimt", by=administrator)
    assert UserFactory(username="zora.zimt").pk != zora.pk
