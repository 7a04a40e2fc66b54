"""What an approver is shown of two versions: everything that differs, in words, in one column or in two."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.rich_text import RichText

from approvals.deciding import actions
from approvals.wording.differences import changes_in_plain_words, differences
from approvals.wording.marking import changed_lines, marked, side_by_side
from core.blocks import TableBlock
from library.models import Picture
from publishing.models import Authorship, Citation
from teams.changes import change_visibility
from tests.factories.approvals import approve, asked, communications, edit, look, task_of
from tests.factories.blog import make_draft, make_live, make_post
from tests.factories.library import make_document, make_picture
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')


def plain(markup):
    return HIDDEN.sub("", str(markup))


def address(request, more=""):
    return f"/approvals/{task_of(request).pk}/{more}"


@pytest.fixture
def team():
    return make_team(posting_policy="editors")


@pytest.fixture
def author(team):
    return join(team, "author")


def table(*rows):
    written = {
        "columns": [{"type": "text", "heading": "Gate"}, {"type": "number", "heading": "Lorries"}],
        "rows": [{"values": list(row)} for row in rows],
        "caption": "In September",
    }
    return {"table": TableBlock().child_blocks["table"].to_python(written)}


# --- Nothing differs unseen ------------------------------------------------------------------------------------------


def body_changes(team):
    """Two values of every kind of block that differ in one thing each."""
    gate, yard = make_picture(team, "Gate"), make_picture(team, "Yard")
    plan, list_ = make_document(team, "Plan"), make_document(team, "List")
    one, other = make_post(team, join(team, "author"), "One"), make_post(team, join(team, "author"), "Other")
    video = "https://vimeo.com/76979871"
    link = "<p>See <a href='https://example.org/{}'>the plan</a>.</p>"
    named = '<p>See <a linktype="page" id="{}">that page</a>.</p>'
    return [
        ("text", RichText("<p>At six.</p>"), RichText("<p>At seven.</p>")),
        ("text", RichText("<p>At six.</p>"), RichText("<p>At <b>six</b>.</p>")),
        ("text", RichText(link.format("a")), RichText(link.format("b"))),
        ("text", RichText(named.format(one.pk)), RichText(named.format(other.pk))),
        ("heading", {"text": "Why", "level": "2"}, {"text": "Why", "level": "3"}),
        ("quote", {"text": "Once.", "source": "Driver"}, {"text": "Once.", "source": "Lead"}),
        ("callout", {"kind": "tip", "text": RichText("<p>A</p>")}, {"kind": "note", "text": RichText("<p>A</p>")}),
        ("picture", {"image": gate, "caption": "Six"}, {"image": yard, "caption": "Six"}),
        ("picture", {"image": gate, "caption": "Six"}, {"image": gate, "caption": "Seven"}),
        ("gallery", {"pictures": [{"image": gate, "caption": ""}]}, {"pictures": [{"image": yard, "caption": ""}]}),
        ("document", {"document": plan, "note": ""}, {"document": list_, "note": ""}),
        ("embed", {"url": video, "title": "Turn"}, {"url": video + "2", "title": "Turn"}),
        ("table", table(["South", 41]), table(["South", 14])),
        ("code", {"language": "shell", "code": "ls"}, {"language": "shell", "code": "rm"}),
        ("earlier_page", {"page": one, "why": "Its figures"}, {"page": other, "why": "Its figures"}),
    ]


def test_whatever_changes_in_a_text_is_shown(team, author):
    unseen = []
    for number, (kind, old, new) in enumerate(body_changes(team)):
        draft = make_draft(team, author, f"Draft {number}", body=[(kind, old)])
        before = draft.latest_revision.as_object()
        after = edit(draft, author, body=[(kind, new)]).as_object()
        found = differences(before, after, author)
        if [each.label for each in found] != ["Text"] or not changes_in_plain_words(before, after, author):
            unseen.append((kind, old, new))
    assert unseen == []


def test_a_picture_that_becomes_decoration_is_shown(team, author):
    gate = make_picture(team, "Gate", description="Two vans")
    draft = make_draft(team, author, body=[("picture", {"image": gate, "caption": ""})])
    before = draft.latest_revision.as_object()
    mere = Picture.objects.get(pk=gate.pk)
    mere.decorative, mere.contextual_alt_text = True, ""
    after = edit(draft, author, body=[("picture", {"image": mere, "caption": ""})]).as_object()
    (found,) = differences(before, after, author)
    words = plain(found.paragraphs[0])
    assert "vans" in words
    assert "decoration" in words
    assert [picture.words for picture in found.pictures_come] == ["Picture: Gate (decoration)"]


def test_other_words_for_a_picture_are_shown(team, author):
    gate = make_picture(team, "Gate", description="Two vans")
    draft = make_draft(team, author, lead_picture=gate, lead_alt="A gate at dawn")
    before = draft.latest_revision.as_object()
    after = edit(draft, author, lead_alt="A gate at noon").as_object()
    assert [each.label for each in differences(before, after, author)] == ["What the lead picture shows"]


@pytest.mark.parametrize(
    ("label", "changes"),
    [
        ("Purpose", {"purpose": "decide"}),
        ("Wished by", {"wished_by": date(2031, 5, 1)}),
        ("Outcome", {"outcome": "Yes."}),
        ("Go live date/time", {"go_live_at": timezone.now() + timedelta(days=9)}),
        ("Expiry date/time", {"expire_at": timezone.now() + timedelta(days=9)}),
        ("Slug", {"slug": "another-address"}),
    ],
)
def test_settings_and_the_schedule_are_shown(team, author, label, changes):
    draft = make_draft(team, author)
    before = draft.latest_revision.as_object()
    after = edit(draft, author, **changes).as_object()
    assert [each.label for each in differences(before, after, author)] == [label]


def test_tags_authors_and_what_it_builds_on_are_shown_with_the_word_why(team, author):
    one = make_post(team, author, "The night ramp")
    other, chief = join(team, "author"), UserFactory()
    draft = make_draft(team, author, tags=["depot"], on_behalf_of=chief)
    before = draft.latest_revision.as_object()
    fresh = draft.latest_revision.as_object()
    fresh.tags.add("gates")
    fresh.on_behalf_of = None
    fresh.authorships.add(Authorship(person=other, sort_order=1))
    fresh.citations.add(Citation(cited=one, relation="avoids", note="its winter"))
    after = fresh.save_revision(user=author).as_object()
    found = {each.label: " ".join(map(plain, each.paragraphs)) for each in differences(before, after, author)}
    assert f"<del>{chief}</del>" in found["On behalf of"]
    assert f"<ins>{other}</ins>" in found["Authors"]
    assert "<ins>gates</ins>" in found["Tags"]
    assert "<ins>The night ramp · Avoids what happened in · its winter</ins>" in found["Citations"]


def test_whoever_reads_it_now_and_did_not_before_is_shown(as_person):
    team = make_team("Depots", posting_policy="editors", visibility="closed")
    editor, lead = join(team, "editor"), join(team, "lead")
    request = asked(team)
    look(editor, request)
    change_visibility(team=team, visibility="open", by=lead)
    edit(request.article.specific, lead, summary="Other words")
    page = plain(as_person(editor).get(address(request), {"view": "mine"}).content.decode())
    assert "Who reads it" in page
    assert "Closed:" in page
    assert "Open:" in page


# --- How it is shown -------------------------------------------------------------------------------------------------


def test_a_reworded_paragraph_is_marked_word_by_word_even_beside_a_new_one():
    old = ["The vans run on Tuesday from the north gate."]
    new = ["Please read this first, all of you.", "The vans run on Friday from the north gate."]
    assert [plain(line) for line in marked(old, new)] == [
        "<ins>Please read this first, all of you.</ins>",
        "The vans run on <del>Tuesday</del> <ins>Friday</ins> from the north gate.",
    ]
    assert [(plain(a), plain(b)) for a, b in side_by_side(old, new)] == [
        ("", "<ins>Please read this first, all of you.</ins>"),
        (
            "The vans run on <del>Tuesday</del> from the north gate.",
            "The vans run on <ins>Friday</ins> from the north gate.",
        ),
    ]
    assert changed_lines(old, new) == [f"+ {new[0]}", f"− {old[0]}", f"+ {new[1]}"]


def test_voices_hear_what_went_and_what_came():
    (line,) = marked(["At six."], ["At seven."])
    assert '<del><span class="visually-hidden">removed: </span>six.</del>' in line
    assert '<ins><span class="visually-hidden">added: </span>seven.</ins>' in line


@pytest.mark.parametrize("show", [marked, lambda old, new: [side for pair in side_by_side(old, new) for side in pair]])
def test_what_was_written_is_never_markup(show):
    for old, new in ((["<b>x</b>"], ["<i>y</i> <script>"]), (["a", "<img>"], ["<img>", "b <svg>"]), ([], ["<u>"])):
        for line in show(old, new):
            assert not re.search(r"<(?!/?(del|ins|span)\b)", str(line))


@pytest.mark.parametrize("show", ["", "side"])
def test_the_two_ways_to_show_it_are_addresses(as_person, team, author, show):
    page = make_live(make_draft(team, author, "Cycles", summary="From 1 January all depots plan."))
    edit(page, author, summary="From 12 January all depots plan.")
    request = actions.submit(by=author, article=page)
    answer = as_person(join(team, "editor")).get(address(request), {"view": "changes", "show": show})
    page = answer.content.decode()
    assert ("Before:" in page) == (show == "side")
    assert 'href="?view=changes&amp;show=side"' in page
    assert ("In one column" in page) == (show == "side")
    assert "<del>1</del>" in plain(page)


def test_pictures_are_shown_before_and_after_with_their_words(as_person, team, author):
    old, new = make_picture(team, "Gate", description="One van"), make_picture(team, "Yard", description="Two vans")
    page = make_live(make_draft(team, author, lead_picture=old))
    edit(page, author, lead_picture=new)
    request = actions.submit(by=author, article=page)
    page = plain(as_person(join(team, "editor")).get(address(request), {"view": "changes"}).content.decode())
    assert old.shown("small").url in page
    assert new.shown("small").url in page
    assert "<del>Picture: Gate (One van)</del>" in page
    assert "<ins>Picture: Yard (Two vans)</ins>" in page


def test_a_picture_is_shown_to_nobody_who_may_not_open_it(as_person):
    """The picture of the live page of a closed team is the team's; Communications reads its description alone."""
    team = make_team(posting_policy="communications", visibility="closed")
    author = join(team, "author")
    old, new = make_picture(team, "Gate"), make_picture(team, "Yard")
    page = make_live(make_draft(team, author, lead_picture=old))
    edit(page, author, lead_picture=new)
    request = actions.submit(by=author, article=page)
    approve(join(team, "editor"), request)
    client = as_person(communications())
    shown = client.get(address(request), {"view": "changes"}).content.decode()
    assert client.get(new.shown("small").url).status_code == 200
    assert new.shown("small").url in shown
    assert client.get(old.shown("small").url).status_code == 404
    assert old.shown("small").url not in shown
    assert "It cannot be shown to you." in shown


def test_pages_that_the_reader_may_not_read_are_not_named():
    secret = make_team(visibility="secret")
    hidden = make_post(secret, join(secret, "author"), "quittentitle")
    team = make_team(posting_policy="communications")
    author = join(team, "author")
    draft = make_draft(team, author)
    before = draft.latest_revision.as_object()
    fresh = draft.latest_revision.as_object()
    fresh.citations.add(Citation(cited=hidden, note=""))
    fresh.body = [("earlier_page", {"page": hidden, "why": "Figures"})]
    after = fresh.save_revision(user=author).as_object()
    told = " ".join(changes_in_plain_words(before, after, communications()))
    assert "quittentitle" not in told
    assert told.count("a page you may not read") == 2


@pytest.mark.parametrize("view", [{"view": "changes"}, {"view": "changes", "show": "side"}, {"view": "mine"}])
def test_it_costs_the_same_however_much_differs(as_person, team, author, view):
    editor = join(team, "editor")
    client = as_person(editor)
    counts = []
    for size in (2, 6):
        pictures = [make_picture(team) for _number in range(size)]
        posts = [make_post(team, join(team, "author")) for _number in range(size)]
        page = make_live(make_draft(team, author, tags=[f"tag{n}" for n in range(size)]))
        fresh = page.get_latest_revision_as_object()
        fresh.body = [("picture", {"image": picture, "caption": ""}) for picture in pictures]
        fresh.body += [("earlier_page", {"page": post, "why": ""}) for post in posts]
        fresh.citations.add(*[Citation(cited=post) for post in posts])
        fresh.authorships.add(*[Authorship(person=join(team, "author")) for _number in range(size)])
        fresh.save_revision(user=author)
        request = actions.submit(by=author, article=type(page).objects.get(pk=page.pk))
        look(editor, request)
        edit(page, author, body=[], summary="Nothing is left.")
        client.get(address(request), view)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address(request), view).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
