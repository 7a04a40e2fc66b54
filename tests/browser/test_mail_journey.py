"""From the mailbox to the decision: an approver on a phone who never opens the site."""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from approvals.models import Decision
from tests.factories.approvals import asked
from tests.factories.notifications import deliver
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


class Mailbox:
    """What a mail server took, as it came over the wire."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd calls it so
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, message))
        return "250 taken"

    def to(self, person):
        return [message for receivers, message in self.mails if receivers == [person.email]]


@pytest.fixture
def mailbox(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.INTRAMURAL_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield controller.handler
    controller.stop()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_an_approver_decides_from_the_mailbox_without_signing_in(enter, server, settings, mailbox, javascript):
    settings.WAGTAILADMIN_BASE_URL = server.url
    team = make_team(posting_policy="editors")
    editor = join(team, "editor")
    first = asked(team, title="Two-week cycles", body=[("text", "<p>The vans run on Tuesday.</p>")])
    deliver()
    (letter,) = mailbox.to(editor)

    # The mail, as a mail program shows it: the words, and two buttons.
    phone = enter(size=PHONE, javascript=javascript)
    phone.page.set_content(letter.get_body(("html",)).get_content())
    expect(phone.page.get_by_text("The vans run on Tuesday.")).to_be_visible()
    address = phone.page.get_by_role("link", name="Ask for changes").get_attribute("href")

    page = phone.open(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for changes?")
    phone.watch.expect(422)
    page.get_by_role("button", name="Send back to the author").click()
    expect(page.get_by_text("Say what should change")).to_be_visible()
    assert not Decision.objects.exists()
    page.get_by_role("link", name="Approve it instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Approve this?")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    first.article.refresh_from_db()
    assert first.article.live

    # The same button, a day later.
    page = phone.open(address)
    expect(page.get_by_text(f"{editor} approved this")).to_be_visible()
