"""The conversation on a draft: tied to its passages, for all who review it, and one with the editor's."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageLogEntry, PageSubscription
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from approvals.deciding import actions
from approvals.models import Request
from approvals.reviewing import remarking
from notifications.kinds import told
from notifications.models import Notification
from tests.factories.approvals import approve, asked, communications, edit, send_back, task_of
from tests.factories.blog import make_draft
from tests.factories.library import make_picture
from tests.factories.notifications import deliver
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def address(request, more=""):
    return f"/approvals/{task_of(request).pk}/{more}"


def html(response):
    return response.content.decode()


def lines(person):
    return [item.sentence for item in told(person, list(Notification.objects.filter(person=person).order_by("pk")))]


def say(by, request, text="Which depot?", part="title"):
    return remarking.write(by=by, request=Request.objects.get(pk=request.pk), part=part, text=text)


@pytest.fixture
def team():
    return make_team(posting_policy="communications", visibility="closed")


@pytest.fixture
def editor(team):
    return join(team, "editor")


@pytest.fixture
def request_(team, editor):
    picture = make_picture(team, "Yard")
    body = [
        ("heading", {"text": "Why we change", "level": "2"}),
        ("text", RichText("<p>The vans run on Tuesday.</p>")),
        ("picture", {"image": picture, "caption": "At six"}),
        ("gallery", {"pictures": [{"image": picture, "caption": ""}, {"image": picture, "caption": ""}]}),
    ]
    return asked(team, title="Two-week cycles", body=body)


@pytest.fixture
def author(request_):
    return request_.workflow_state.requested_by


@pytest.fixture
def comms(request_, editor):
    """Somebody of Communications who is asked and may not edit anything of the team."""
    person = communications()
    approve(editor, request_)
    return person


def block(request_, kind):
    page = Request.objects.get(pk=request_.pk).revision.as_object()
    return next(each for each in page.body if each.block_type == kind)


# --- Reading and writing ---------------------------------------------------------------------------------------------


def test_every_part_of_the_page_can_be_chosen(as_person, request_, editor):
    page = html(as_person(editor).get(address(request_)))
    for part in (
        '<option value="title">Title: “Two-week cycles”</option>',
        f'<option value="body.{block(request_, "heading").id}.text">Text · Heading: “Why we change',
        f'<option value="body.{block(request_, "text").id}">Text · Text: “The vans run on Tuesday.”</option>',
        f'<option value="body.{block(request_, "picture").id}.caption">Text · Picture: “',
        f'<option value="body.{block(request_, "gallery").id}">Text · Gallery: “',
    ):
        assert part in page
    draft = Request.objects.get(pk=request_.pk).revision.as_object()
    for path in [line.split('"')[1] for line in page.split("<option ")[2:]]:
        assert Comment(contentpath=path).has_valid_contentpath(draft), path


def test_whoever_is_asked_without_the_right_to_edit_remarks_on_a_passage(as_person, request_, comms):
    path = f"body.{block(request_, 'text').id}"
    answer = as_person(comms).post(address(request_, "remarks/"), {"part": path, "text": "Which <b>vans</b>?"})
    assert answer["Location"] == address(request_) + "#remarks"
    remark = Comment.objects.get()
    assert (remark.user, remark.contentpath, remark.page_id) == (comms, path, request_.article_id)
    assert remark.revision_created_id == Request.objects.get(pk=request_.pk).revision_id
    page = html(as_person(comms).get(address(request_)))
    assert "Which &lt;b&gt;vans&lt;/b&gt;?" in page
    assert '<q dir="auto">The vans run on Tuesday.</q>' in page
    entry = PageLogEntry.objects.get(action="wagtail.comments.create")
    assert entry.user == comms


def test_a_remark_changes_no_word_and_drops_no_approval(as_person, request_, comms):
    before = Request.objects.get(pk=request_.pk)
    say(comms, request_)
    after = Request.objects.get(pk=request_.pk)
    assert (before.revision_id, before.digest) == (after.revision_id, after.digest)
    approve(comms, request_)
    assert type(request_.article).objects.get(pk=request_.article_id).live


def test_in_place_the_conversation_comes_back(as_person, request_, editor):
    answer = as_person(editor).post(
        address(request_, "remarks/"), {"part": "title", "text": "Hm."}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert html(answer).strip().startswith('<section class="section" id="remarks"')
    assert "Hm." in html(answer)


def test_sent_twice_it_is_one_remark(as_person, request_, editor):
    for _time in range(2):
        as_person(editor).post(address(request_, "remarks/"), {"part": "title", "text": "Hm."})
    remark = Comment.objects.get()
    for _time in range(2):
        as_person(editor).post(address(request_, f"remarks/{remark.pk}/reply/"), {"text": "Well."})
    assert CommentReply.objects.count() == 1


def test_it_is_answered_and_settled(as_person, request_, comms, author):
    remark = say(comms, request_)
    as_person(author).post(address(request_, f"remarks/{remark.pk}/reply/"), {"text": "The north one."})
    assert "The north one." in html(as_person(comms).get(address(request_)))
    as_person(author).post(address(request_, f"remarks/{remark.pk}/settle/"))
    remark.refresh_from_db()
    assert remark.resolved_by == author
    page = html(as_person(comms).get(address(request_)))
    assert "1 settled remark" in page
    assert f"Settled by {author}" in page
    assert set(PageLogEntry.objects.filter(action__startswith="wagtail.comments").values_list("action", flat=True)) == {
        "wagtail.comments.create",
        "wagtail.comments.create_reply",
        "wagtail.comments.resolve",
    }


@pytest.mark.parametrize(
    ("who", "settles"),
    [("author", True), ("editor", True), ("administrator", True), ("writer", True), ("comms", False)],
)
def test_who_settles(request_, comms, author, editor, who, settles):
    writer, other = communications(), comms
    remark = say(writer, request_)
    people = {
        "author": author, "editor": editor, "writer": writer, "comms": other, "administrator": AdministratorFactory()
    }  # fmt: skip
    fresh = Request.objects.get(pk=request_.pk)
    if settles:
        remarking.settle(by=people[who], request=fresh, remark_id=remark.pk)
    else:
        with pytest.raises(actions.Refused):
            remarking.settle(by=people[who], request=fresh, remark_id=remark.pk)
    remark.refresh_from_db()
    assert (remark.resolved_at is not None) == settles


@pytest.mark.parametrize("who", ["member", "other author", "reader", "former approver"])
def test_nobody_else_reads_or_writes(as_person, request_, comms, team, who):
    remark = say(comms, request_, "quittenwords")
    person = {"member": lambda: join(team, "member"), "other author": lambda: join(team, "author")}.get(
        who, UserFactory
    )()
    if who == "former approver":
        person = comms
        person.groups.clear()
    client = as_person(person)
    assert "quittenwords" not in html(client.get(address(request_)))
    for more in ("remarks/", f"remarks/{remark.pk}/reply/", f"remarks/{remark.pk}/settle/"):
        assert client.post(address(request_, more), {"part": "title", "text": "x"}).status_code == 404
    assert (Comment.objects.count(), CommentReply.objects.count()) == (1, 0)


def test_nothing_is_said_by_get(as_person, request_, editor):
    remark = say(editor, request_)
    for more in ("remarks/", f"remarks/{remark.pk}/reply/", f"remarks/{remark.pk}/settle/"):
        assert as_person(editor).get(address(request_, more)).status_code == 405


def test_once_it_is_settled_nothing_more_is_said(as_person, request_, comms, author):
    remark = say(comms, request_)
    approve(comms, request_)
    answer = as_person(author).post(address(request_, f"remarks/{remark.pk}/reply/"), {"text": "Too late."})
    assert answer.status_code == 409
    assert "nothing more is said of it here" in html(answer)
    assert "Too late." in html(answer)
    assert as_person(comms).post(address(request_, "remarks/"), {"part": "title", "text": "x"}).status_code == 404


# --- Bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"part": "body.no-such-block", "text": "Kept words"}, "not on the page any more"),
        ({"part": "owner", "text": "Kept words"}, "not on the page any more"),
        ({"part": "x" * 100_000, "text": "Kept words"}, "not on the page any more"),
        ({"part": "", "text": "Kept words"}, "Choose the part you mean."),
        ({"part": "title", "text": "  "}, "Write what you want to say."),
        ({"part": "title", "text": "Kept words" * 10_000}, "longer than 4000 characters"),
        ({"part": "title", "text": "Kept words\0"}, "Null characters are not allowed."),
        ({"part": "title\0", "text": "Kept words"}, "not on the page any more"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_is_not_taken_gets_a_sentence_and_the_words_are_kept(as_person, request_, editor, sent, sentence, headers):
    answer = as_person(editor).post(address(request_, "remarks/"), sent, headers=headers)
    assert answer.status_code == 422
    assert sentence in html(answer)
    assert sent["text"].strip().strip("\0") in html(answer)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write what you want to say."), ("w" * 100_000, "longer than 4000"), ("words\0", "Null characters")],
)
def test_an_answer_that_is_not_taken_is_kept(as_person, request_, editor, text, sentence):
    remark = say(editor, request_)
    answer = as_person(editor).post(address(request_, f"remarks/{remark.pk}/reply/"), {"text": text})
    assert answer.status_code == 422
    assert sentence in html(answer)
    assert text.strip("\0") in html(answer)


def test_two_tabs_settle_it_and_the_second_is_told_who_was_first(as_person, request_, editor, author):
    remark = say(editor, request_)
    as_person(author).post(address(request_, f"remarks/{remark.pk}/settle/"))
    for more, data in (("settle/", {}), ("reply/", {"text": "But why?"})):
        answer = as_person(editor).post(address(request_, f"remarks/{remark.pk}/{more}"), data)
        assert answer.status_code == 409
        assert f"{author} settled this remark just now." in html(answer)
        assert data.get("text", "") in html(answer)
    remark.refresh_from_db()
    assert remark.resolved_by == author


def test_a_remark_that_is_gone_or_of_another_page(as_person, request_, editor, team):
    other = say(editor, asked(team))
    gone = say(editor, request_)
    number = gone.pk
    gone.delete()
    for pk in (other.pk, number, 987_654):
        answer = as_person(editor).post(address(request_, f"remarks/{pk}/reply/"), {"text": "Kept words"})
        assert answer.status_code == 409
        assert "This remark is gone" in html(answer)
        assert "Kept words" in html(answer)
    assert not CommentReply.objects.exists()


def test_a_passage_that_is_gone_is_named_as_such(as_person, request_, editor):
    say(editor, request_, part=f"body.{block(request_, 'text').id}")
    edit(request_.article.specific, editor, body=[])
    assert "on a passage that is gone" in html(as_person(editor).get(address(request_)))


@pytest.mark.parametrize("path", ["body", "nothing", "body..", "body.%s.gone", "", "title.x", "body." + "9" * 500])
def test_whatever_path_a_remark_of_the_editor_has_the_review_opens(as_person, request_, editor, path):
    path = path.replace("%s", str(block(request_, "text").id))
    Comment.objects.create(page_id=request_.article_id, user=editor, text="Hm.", contentpath=path)
    assert as_person(editor).get(address(request_)).status_code == 200


# --- One conversation with the editor's ------------------------------------------------------------------------------


def form_of(page, comments=(), **more):
    people = [{"id": row.pk, "person": row.person_id, "ORDER": n + 1} for n, row in enumerate(page.authorships.all())]
    written = [{**comment, "replies": inline_formset(comment.get("replies", []))} for comment in comments]
    data = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "purpose": page.purpose, "wished_by": "",
        "lead_alt": "", "outcome": "", "tags": "", "body-count": "0", "go_live_at": "", "expire_at": "",
        "authorships": inline_formset(people, initial=len(people)), "citations": inline_formset([]),
        "comments": inline_formset(written, initial=len([each for each in written if each.get("id")])),
        "comment_notifications": "",
    }  # fmt: skip
    return nested_form_data(data | more)


@pytest.fixture
def draft(team, editor):
    return make_draft(team, join(team, "author"), "Badges")


def test_the_editor_shows_what_was_said_on_the_review(as_person, request_, editor):
    say(editor, request_, "Which depot, please?")
    page = html(as_person(editor).get(f"/admin/pages/{request_.article_id}/edit/"))
    assert "Which depot, please?" in page
    assert 'data-side-panel="comments"' in page


def test_what_is_said_in_the_editor_stands_on_the_review_and_is_told_by_us(as_person, request_, editor, author):
    page = request_.article.specific
    sent = form_of(page, [{"id": "", "text": "In the editor.", "contentpath": "title", "position": ""}])
    mail.outbox.clear()
    answer = as_person(editor).post(f"/admin/pages/{page.pk}/edit/", sent)
    assert answer.status_code == 302
    assert Comment.objects.get().user == editor
    assert "In the editor." in html(as_person(author).get(address(request_)))
    assert mail.outbox == []  # Wagtail would have written at once, and to whoever ever spoke here
    assert any("remarked on" in line for line in lines(author))


def test_wagtail_mails_nobody_who_may_no_longer_read_the_draft(as_person, draft, editor, team):
    former = join(team, "author")
    Comment.objects.create(page_id=draft.pk, user=former, text="Hm.", contentpath="title")
    PageSubscription.objects.create(page_id=draft.pk, user=former, comment_notifications=True)
    sent = form_of(draft, [{"id": "", "text": "quittenwords", "contentpath": "title", "position": ""}])
    as_person(editor).post(f"/admin/pages/{draft.pk}/edit/", sent)
    assert Comment.objects.filter(text="quittenwords").exists()
    assert lines(former) == []
    assert not any("quittenwords" in each.body for each in deliver() if former.email in each.to)


def test_a_save_takes_away_no_remark_that_it_did_not_know(as_person, request_, editor, author):
    """Not what was said while the editor was open, and not what was settled before."""
    settled = say(editor, request_, "Settled.")
    remarking.settle(by=author, request=Request.objects.get(pk=request_.pk), remark_id=settled.pk)
    page = request_.article.specific
    opened = page.get_latest_revision_as_object()
    say(editor, request_, "Said meanwhile.", part="summary")
    as_person(editor).post(f"/admin/pages/{page.pk}/edit/", form_of(page, title="Other words"))
    opened.summary = "From an old tab."
    opened.save_revision(user=editor)
    opened.save()
    assert set(Comment.objects.values_list("text", flat=True)) == {"Settled.", "Said meanwhile."}


def test_going_live_takes_away_no_remark(request_, comms, author):
    settled, left = say(comms, request_, "Settled."), say(comms, request_, "Left open.")
    remarking.settle(by=author, request=Request.objects.get(pk=request_.pk), remark_id=settled.pk)
    approve(comms, request_)
    assert set(Comment.objects.values_list("pk", flat=True)) == {settled.pk, left.pk}


def test_what_its_writer_deletes_in_the_editor_is_gone(as_person, draft, editor):
    remark = Comment.objects.create(page_id=draft.pk, user=editor, text="Hm.", contentpath="title")
    deleted = {"id": str(remark.pk), "text": "Hm.", "contentpath": "title", "position": "", "DELETE": "on"}
    as_person(editor).post(f"/admin/pages/{draft.pk}/edit/", form_of(draft, [deleted]))
    assert not Comment.objects.exists()


# --- Who is told -----------------------------------------------------------------------------------------------------


def test_authors_are_told_and_then_whoever_spoke(request_, comms, author, editor):
    remark = say(comms, request_, "Which depot?")
    assert lines(author)[-1] == f"{comms} remarked on “Two-week cycles”, Title: “Two-week cycles”: Which depot?"
    fresh = Request.objects.get(pk=request_.pk)
    remarking.reply(by=author, request=fresh, remark_id=remark.pk, text="The north one.")
    assert lines(comms)[-1] == f"{author} answered a remark on “Two-week cycles”: The north one."
    sent = [each for each in deliver() if comms.email in each.to and "answered" in each.subject]
    assert "The north one." in sent[0].body
    assert f"{address(request_)}#remarks" in sent[0].body


def test_who_is_not_asked_any_more_reads_no_remark_in_the_inbox(request_, comms, author):
    remark = say(comms, request_)
    remarking.reply(by=author, request=Request.objects.get(pk=request_.pk), remark_id=remark.pk, text="quittenwords")
    assert "quittenwords" in lines(comms)[-1]
    approve(comms, request_)
    assert not any("quittenwords" in line for line in lines(comms))


def test_even_of_an_open_team_a_live_page_does_not_open_what_was_said_of_its_draft():
    team = make_team(posting_policy="communications")
    editor, comms = join(team, "editor"), communications()
    request = asked(team)
    approve(editor, request)
    remark = say(comms, request)
    owner = request.workflow_state.requested_by
    remarking.reply(by=owner, request=Request.objects.get(pk=request.pk), remark_id=remark.pk, text="quittenwords")
    approve(comms, request)
    assert not any("quittenwords" in line for line in lines(comms))


def test_what_comes_back_comes_with_every_open_remark(as_person, request_, editor, author):
    done = say(editor, request_, "Done already.")
    remarking.settle(by=editor, request=Request.objects.get(pk=request_.pk), remark_id=done.pk)
    say(editor, request_, "Which day?", part=f"body.{block(request_, 'text').id}")
    send_back(editor, request_, "Two things are missing.")
    sent = next(each for each in deliver() if author.email in each.to and "Changes asked" in each.subject)
    assert "Two things are missing." in sent.body
    assert "Text · Text: “The vans run on Tuesday.”" in sent.body
    assert f"{editor}: Which day?" in sent.body
    assert "Done already." not in sent.body
    page = html(as_person(author).get(address(request_)))
    assert "Which day?" in page
    answer = as_person(author).post(
        address(request_, f"remarks/{Comment.objects.last().pk}/reply/"), {"text": "Friday."}
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("rows", [2, 8])
def test_a_long_conversation_costs_no_more(as_person, request_, editor, author, rows):
    now = timezone.now()
    for number in range(rows):
        person = join(request_.article.team, "editor")
        remark = Comment.objects.create(
            page_id=request_.article_id, user=person, text="Hm.", contentpath="title",
            resolved_at=now if number % 2 else None, resolved_by=person if number % 2 else None,
        )  # fmt: skip
        for _reply in range(rows):
            CommentReply.objects.create(comment=remark, user=person, text="Well.")
    client = as_person(author)
    client.get(address(request_))
    with CaptureQueriesContext(connection) as counted:
        client.get(address(request_))
    asked_of = [query for query in counted if "comment" in query["sql"].split("FROM", 1)[-1][:40]]
    assert len(asked_of) <= 4, "\n".join(query["sql"][-160:] for query in asked_of)
