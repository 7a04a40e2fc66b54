"""Every kind of page, as people of every kind see it: by key, in the light, in the dark, on the narrowest screen."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import TransactionTestCase, override_settings
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import expect

from approvals.models import request_of
from approvals.reviewing import by_mail
from notifications import links
from notifications.subjects import Subject
from search.index import keeping

from . import looking
from .furnishing import furnish
from .visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = None


def review(name, **query):
    return lambda house: (
        reverse("approvals:review", args=[getattr(house, name).pk]) + (f"?{urlencode(query)}" if query else "")
    )


def talk(name, act):
    return lambda house: f"/talk/{getattr(house, name).pk}/{act}/"


def reset_link(house):
    person = house.people["reader"]
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("accounts:password_reset_confirm", args=[uid, default_token_generator.make_token(person)])


def button_of_a_mail(house, name="waiting_task"):
    task_state = getattr(house, name)
    return by_mail.path_for(house.people["editor"], request_of(task_state), task_state)


# What it is: who looks, where, and with what answer where that is not 200.
PAGES = {
    "home of a reader": ("reader", "/"),
    "home with needs": ("editor", "/"),
    "home of a moderator": ("moderator", "/"),
    "home, nothing in my teams": ("newcomer", "/?only=mine"),
    "teams": ("reader", "/teams/"),
    "a team for a reader": ("reader", "/teams/logistics/"),
    "a team for its lead": ("lead", "/teams/logistics/"),
    "a team's own new page": ("administrator", "/teams/workshop/"),
    "door of a closed team": ("reader", "/teams/payroll/"),
    "door where one has asked": ("member", "/teams/payroll/"),
    "joining": ("reader", "/teams/logistics/join/"),
    "leaving": ("member", "/teams/logistics/leave/"),
    "members for a reader": ("reader", "/teams/logistics/members/"),
    "members for a lead": ("lead", "/teams/payroll/members/?find=jonas"),
    "a membership": ("lead", "/teams/logistics/members/author/"),
    "settings of a team": ("lead", "/teams/logistics/settings/"),
    "taking a team's content along": ("lead", "/teams/logistics/export/"),
    "visibility of a team": ("lead", "/teams/logistics/settings/visibility/"),
    "renaming a team": ("administrator", "/teams/logistics/settings/rename/"),
    "archiving a team": ("administrator", "/teams/logistics/settings/archive/"),
    "deleting a team": ("administrator", "/teams/logistics/settings/delete/"),
    "asking for a team": ("reader", "/teams/new/"),
    "making a team": ("administrator", "/teams/new/"),
    "people": ("reader", "/people/"),
    "profile": ("reader", "/people/author/"),
    "what came of somebody's work": ("reader", "/people/author/work/"),
    "what came of a team's work": ("reader", "/teams/logistics/work/"),
    "own profile": ("author", "/people/author/"),
    "profile for an administrator": ("administrator", "/people/author/"),
    "ending an access": ("administrator", "/people/author/deactivate/"),
    "blog": ("reader", "/teams/logistics/blog/"),
    "blog, second page": ("author", "/teams/logistics/blog/?page=2"),
    "blog, nothing of this purpose": ("reader", "/teams/workshop/blog/?purpose=ask"),
    "projects": ("reader", "/teams/logistics/projects/"),
    "post with everything": ("reader", lambda house: house.post.address),
    "post, rest of the talk, moderated": ("editor", lambda house: f"{house.post.address}?talk=2"),
    "post decided": ("reader", lambda house: house.decided.address),
    "a lively thread": ("reader", lambda house: house.lively.address),
    "a lively thread, moderated": ("moderator", lambda house: f"{house.lively.address}?order=newest"),
    "a lively thread for its asker": ("author", lambda house: f"{house.lively.address}?order=answered"),
    "a thread for somebody banned": ("newcomer", lambda house: house.lively.address),
    "a thread that is closed": ("reader", lambda house: house.closed_talk.address),
    "write-up": ("reader", lambda house: house.earlier.address),
    "tag": ("reader", "/tags/depot/"),
    "search": ("reader", "/search/"),
    "search, found": ("reader", "/search/?q=depot"),
    "search, people found": ("reader", "/search/?q=brandt"),
    "search, nothing found": ("author", "/search/?q=zeppelin"),
    "search for a sign": ("reader", "/search/?q=%22"),
    "search, narrowed down": ("reader", "/search/?q=depot&kind=post&team=logistics&sort=date"),
    "search, a word set right": ("reader", "/search/?q=depot&instead_of=depto"),
    "searches in vain": ("comms", "/search/report/"),
    "inbox": ("author", "/inbox/"),
    "inbox, talk alone": ("author", "/inbox/?only=talk"),
    "inbox, unread alone": ("reader", "/inbox/?only=unread"),
    "inbox, empty": ("comms", "/inbox/?only=talk"),
    "what is followed": ("reader", "/inbox/following/"),
    "nothing followed": ("comms", "/inbox/following/"),
    "what comes by mail": ("author", "/accounts/notifications/"),
    "muting from a mail": (
        NOBODY,
        lambda house: links.mute_path(house.people["author"], Subject("page", house.post.pk)),
    ),
    "no more mail of a kind": (
        NOBODY,
        lambda house: links.unsubscribe_path(house.people["author"], ["comment_on_page", "approval_requested"]),
    ),
    "approving from a mail": (NOBODY, button_of_a_mail),
    "asking for changes from a mail": (NOBODY, lambda house: button_of_a_mail(house) + "?answer=return"),
    "a mail's button, settled since": (NOBODY, lambda house: button_of_a_mail(house, "settled_task")),
    "desk of an editor": ("editor", "/approvals/"),
    "desk of an author": ("author", "/approvals/"),
    "desk, empty": ("reader", "/approvals/"),
    "who approves in a team": ("lead", "/approvals/routes/of/logistics/"),
    "adding a step to a route": ("lead", "/approvals/routes/of/logistics/new/"),
    "routes of the house": ("administrator", "/approvals/routes/"),
    "a step of the house": ("administrator", lambda house: f"/approvals/routes/steps/{house.step.pk}/"),
    "desk, narrowed": ("editor", "/approvals/?team=logistics&purpose=ask"),
    "review of something new": ("editor", review("waiting_task")),
    "review for its author": ("author", review("waiting_task")),
    "review against what is live": ("editor", review("changed_task", view="changes")),
    "review against what is live, side by side": ("editor", review("changed_task", view="changes", show="side")),
    "review since the last look": ("editor", review("seen_task", view="mine")),
    "review after the decision": ("editor", review("settled_task")),
    "review with remarks": ("author", review("seen_task", view="look")),
    "a draft with a reader's eyes": (
        "author",
        lambda house: f"/approvals/as/{house.waiting.article_id}/?person=reader",
    ),
    "a draft with the eyes of an outsider": ("lead", lambda house: f"/approvals/as/{house.wages.pk}/?person=reader"),
    "a draft with nobody's eyes": ("lead", lambda house: f"/approvals/as/{house.wages.pk}/?person=nobody"),
    "what is asked about, by itself": ("editor", lambda house: f"/approvals/{house.waiting_task.pk}/page/"),
    "review for an administrator": ("administrator", review("waiting_task")),
    "publishing past approval": ("administrator", lambda house: f"/approvals/emergency/{house.waiting.article_id}/"),
    "publishing past approval, live already": ("administrator", lambda house: f"/approvals/emergency/{house.post.pk}/"),
    "calendar of a month": ("editor", "/calendar/?month=2027-01"),
    "calendar, nothing planned": ("reader", "/calendar/?month=2001-01"),
    "what is to come": ("editor", "/calendar/coming/"),
    "nothing to come": ("newcomer", "/calendar/coming/"),
    "address of the calendar": ("author", "/calendar/address/"),
    "trail of approvals": ("administrator", "/reports/approvals/"),
    "trail of approvals for Communications": ("comms", "/reports/approvals/?kind=approved"),
    "time to approve": ("administrator", "/reports/approvals/times/"),
    "time to approve, nothing answered": ("comms", "/reports/approvals/times/?until=2020-01-01"),
    "trail of approvals, wrong filter": ("administrator", "/reports/approvals/?since=2026-03-03&until=2026-03-01", 422),
    "choice of what to write": ("editor", "/write/"),
    "choice of where to write": ("author", "/write/"),
    "nowhere to write": ("reader", "/write/"),
    "reply on a page of its own": ("reader", lambda house: f"/talk/{house.comment.pk}/reply/"),
    "who reacted": ("reader", lambda house: f"/talk/{house.comment.pk}/reactions/"),
    "accepting an answer": ("editor", lambda house: f"/talk/{house.comment.pk}/accept/"),
    "the accepted answer, to be taken back": ("editor", lambda house: f"/talk/on/{house.post.pk}/outcome/"),
    "recording an outcome": ("editor", lambda house: f"/talk/on/{house.decided.pk}/outcome/"),
    "hiding a comment": ("editor", lambda house: f"/talk/{house.comment.pk}/hide/"),
    "what may be done with a comment": ("reader", talk("flagged", "more")),
    "what a moderator may do": ("moderator", talk("heated", "more")),
    "flagging": ("author", talk("flagged", "flag")),
    "own flag": ("reader", talk("flagged", "flag")),
    "editing": ("author", talk("edited", "edit")),
    "mending": ("member", talk("hidden", "edit")),
    "mending, for somebody banned": ("newcomer", talk("heated", "edit"), 403),
    "deleting": ("author", talk("edited", "delete")),
    "bringing back": ("member", talk("gone", "bring-back")),
    "history of a comment": ("moderator", talk("edited", "history")),
    "flags and decisions": ("moderator", talk("heated", "record")),
    "undoing": ("moderator", lambda house: f"/moderation/undo/{house.record.pk}/"),
    "locking": ("moderator", talk("flagged", "lock")),
    "moving": ("shop", talk("flagged", "move")),
    "banning": ("moderator", talk("flagged", "ban")),
    "status of a page": ("editor", lambda house: f"/knowledge/{house.post.pk}/status/"),
    "where a page comes from": ("reader", lambda house: f"/knowledge/{house.post.pk}/lineage/"),
    "settings of a page's thread": ("editor", lambda house: f"/talk/on/{house.post.pk}/settings/"),
    "settings of a thread that is closed": ("editor", lambda house: f"/talk/on/{house.closed_talk.pk}/settings/"),
    "settings of a team's threads": ("lead", "/teams/logistics/settings/talk/"),
    "anonymising": ("administrator", "/people/member/anonymise/"),
    "approving a comment": ("editor", lambda house: f"/talk/{house.held.pk}/approve/"),
    "own settings": ("author", "/accounts/settings/"),
    "taking one's own along": ("author", "/accounts/export/"),
    "what is kept of somebody": ("administrator", "/people/author/export/"),
    "my deputies": ("author", "/accounts/deputies/"),
    "changing the password": ("author", "/accounts/password/"),
    "sign-in": (NOBODY, "/accounts/login/?next=/inbox/"),
    "forgotten password": (NOBODY, "/accounts/password_reset/"),
    "forgotten password, asked": (NOBODY, "/accounts/password_reset/asked/"),
    "new password": (NOBODY, reset_link),
    "new password, link used up": (NOBODY, "/accounts/reset/MQ/abc-def/"),
    "not there": ("reader", "/teams/there-is-no-such/", 404),
    "not for this person": ("reader", "/admin/", 403),
    "not an address": ("reader", "/?q=%00", 400),
}


@pytest.fixture(scope="module")
def house(django_db_setup, browser, server, django_db_blocker):
    """One house for all who look: nobody here changes anything, and the search has read it."""

    class Kept(TransactionTestCase):
        serialized_rollback = True

    with django_db_blocker.unblock():
        Kept.setUpClass()
        with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}):
            house = furnish()
            keeping.rebuild()
        yield house
        server.traffic.wait_for_silence()
        Kept("__init__")._post_teardown()
        Kept.tearDownClass()


@pytest.fixture
def _django_db_helper(house):
    """In the place of pytest-django's, which would empty the house after every look."""


@pytest.fixture(scope="module")
def visitors(house, browser, server):
    """Each person keeps their browser, and with it what it has fetched already: nothing here depends on the order."""
    inside = {}

    def visitor_for(who):
        if who not in inside:
            inside[who] = Visitor(browser, server.url, house.people[who] if who else None)
        return inside[who]

    yield visitor_for
    for visitor in inside.values():
        visitor.leave()


@pytest.fixture
def look(house, visitors):
    seen_by = []

    def look(who, address, status=200):
        visitor = visitors(who)
        seen_by.append(visitor)
        visitor.watch.expect(status)
        answer = visitor.page.goto(address(house) if callable(address) else address)
        assert answer.status == status
        return visitor.page

    yield look
    troubles = [trouble for visitor in seen_by for trouble in visitor.turn_the_page()]
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("name", PAGES)
def test_page_can_be_used_by_everybody(name, look):
    found = looking.complaints_about(look(*PAGES[name]))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/users/",
        "/admin/background-work/",
        "/admin/reports/workflow/",
        "/moderation/",
        "/admin/moderation/?state=hidden",
        "/admin/moderation/numbers/",
        "/admin/moderation-log/",
        "/admin/moderation-bans/",
        lambda house: f"/admin/pages/{house.post.pk}/edit/",
        lambda house: f"/admin/pages/{house.post.pk}/history/",
        lambda house: f"/admin/pages/{house.earlier.pk}/edit/",
    ],
)
def test_the_cms_works_under_its_policy(address, look):
    """Its looks are Wagtail's; that nothing is stopped, missing or fetched from outside is ours to see to."""
    page = look("administrator", address)
    expect(page.get_by_role("heading", level=1).first).to_be_attached()


def test_lists_grow_in_place(look):
    page = look("reader", "/")
    rows = page.locator(".post-row")
    expect(rows).to_have_count(20)
    page.get_by_role("link", name="Older").click()
    expect(rows).not_to_have_count(20)
    expect(page.get_by_role("heading", name="Week 1 at the depot")).to_be_visible()
    assert page.url.endswith("/")


def test_a_slash_leads_to_the_search_from_anywhere(look):
    page = look("reader", "/people/")
    page.keyboard.press("/")
    page.keyboard.type("turn in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “turn in”")
    expect(page.get_by_role("link", name="The depot moves to the north gate")).to_be_visible()


def test_a_video_waits_until_it_is_asked_for(look):
    page = look("reader", lambda house: house.post.address)
    expect(page.get_by_role("button", name="Load the video")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


def test_the_account_menu_opens_and_closes_by_key(look):
    page = look("author", "/")
    account = page.get_by_text("Your account")
    page.locator("summary", has=account).press("Enter")
    expect(page.get_by_role("link", name="Settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Settings")).to_be_hidden()
