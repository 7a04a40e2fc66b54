"""What a mail looks like to its reader, and to the program they read it with."""

import re
from email import message_from_bytes, policy

import pytest

from conversations import moderating
from notifications import kinds
from notifications.models import Notification
from tests.factories.approvals import asked
from tests.factories.conversations import say
from tests.factories.notifications import answered, deliver
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def parsed(sent):
    return message_from_bytes(sent.message().as_bytes(), policy=policy.default)


def html_of(sent):
    (alternative,) = sent.alternatives
    assert alternative.mimetype == "text/html"
    return alternative.content


def test_headers_keep_a_pages_talk_together_and_machines_quiet(page, reader, other, author):
    say(page, reader)
    (first,) = [parsed(sent) for sent in deliver()]
    answered(reader, page, other)
    second = next(parsed(sent) for sent in deliver() if sent.to == [reader.email])
    assert first["References"] == first["In-Reply-To"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Message-ID"].endswith("@testserver>")
    assert first["List-Id"] == "Intramural <talk.testserver>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["X-Auto-Response-Suppress"] == "All"
    assert first["Subject"] == second["Subject"]


def test_the_one_who_speaks_stands_where_the_sender_does(page, other):
    say(page, other)
    (sent,) = deliver()
    sender = parsed(sent)["From"].addresses[0]
    assert sender.display_name == "Grace Hopper (Intramural)"
    assert sender.addr_spec.startswith("intramural@")


def test_several_speakers_are_the_house(page, other, reader):
    say(page, other)
    say(page, reader)
    (sent,) = deliver()
    assert parsed(sent)["From"].addresses[0].display_name == "Intramural"


def test_no_name_and_no_title_breaks_into_a_header(team, author, reader):
    from tests.factories.blog import make_post

    page = make_post(team, author, "Title", slug="title")
    type(page).objects.filter(pk=page.pk).update(title="Title\r\nBcc: all@example.org")
    villain = UserFactory(first_name='Eve"\r\nBcc: all@example.org', last_name="<x@example.org>")
    say(page, villain, "Words\r\nBcc: all@example.org")
    (sent,) = deliver()
    message = parsed(sent)
    assert message["Bcc"] is None
    assert message["To"] == author.email
    assert [each.addr_spec for each in message["From"].addresses] == ["intramural@testserver"]


def test_one_click_is_offered_by_the_book(page, reader):
    say(page, reader)
    (sent,) = deliver()
    message = parsed(sent)
    assert re.fullmatch(r"<http://testserver/inbox/unsubscribe/[\w:-]+/>", message["List-Unsubscribe"].strip())
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_html_escapes_what_people_wrote_and_asks_no_other_host(page, other):
    say(page, other, "<script>alert(1)</script> see https://evil.example/x & <b>more</b>")
    (sent,) = deliver()
    html = html_of(sent)
    assert "<script>" not in html
    assert "&lt;b&gt;more&lt;/b&gt;" in html
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert addresses
    assert all(address.startswith("http://testserver/") for address in addresses)
    assert "<img" not in html


def test_html_can_be_read_in_the_dark(page, other):
    say(page, other)
    (sent,) = deliver()
    assert '<meta name="color-scheme" content="light dark">' in html_of(sent)
    assert "prefers-color-scheme: dark" in html_of(sent)


def test_both_forms_say_the_same_and_lead_to_the_comment(page, other):
    comment = say(page, other, "Which depot is it?")
    (sent,) = deliver()
    for text in (sent.body, html_of(sent)):
        assert "Which depot is it?" in text
        assert f"http://testserver/talk/{comment.pk}/" in text
        assert "http://testserver/accounts/notifications/" in text
        assert "http://testserver/inbox/mute/" in text
    assert "> Which depot is it?" in sent.body


def test_a_long_comment_is_mailed_whole(page, other):
    say(page, other, "A long thought. " * 60 + "The end.")
    (sent,) = deliver()
    assert "The end." in sent.body


def test_every_kind_of_mail_comes_as_text_and_as_html(page, reader, team):
    editor = join(make_team("Cycles", posting_policy="editors"), "editor")
    asked(editor.memberships.get().team, title="A <b>bold</b> plan")
    comment = say(page, reader)
    moderating.hide(by=join(team, "editor"), comment=comment, reason="It names\n\na customer")
    mails = deliver()
    assert len(mails) == 2
    for sent in mails:
        (kind,) = {kinds.kind_named(row.kind) for row in Notification.objects.filter(person__email=sent.to[0])}
        html = html_of(sent)
        assert str(kind.label) in sent.body
        assert str(kind.label) in html
        assert "<b>bold</b>" not in html
        assert 'class="go"' in html or 'href="http://testserver/' in html


def test_work_that_waits_cannot_be_muted_from_its_mail():
    team = make_team("Cycles", posting_policy="editors")
    join(team, "editor")
    asked(team)
    (sent,) = deliver()
    assert "/inbox/mute/" not in sent.body
    assert "/inbox/unsubscribe/" in sent.body
