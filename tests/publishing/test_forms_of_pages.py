"""The editor takes what two tabs send, and answers what no editor ever sends."""

import json

import pytest

from tests.core.test_cms_wall import page_form
from tests.factories.blog import make_draft
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(as_person):
    """A draft of somebody's own, and how they send its form."""
    team = make_team()
    author = join(team, "author")
    draft = make_draft(team, author, "Mine")
    client = as_person(author)

    def send(where="edit/", **changes):
        return client.post(f"/admin/pages/{draft.pk}/{where}", page_form(draft, **changes))

    send.draft, send.team, send.author = draft, team, author
    return send


def authors(*people, ids=None):
    """The part of a form that lists authors; ``ids`` are those of rows that the form knows to be stored."""
    ids = ids or [""] * len(people)
    sent = {"authorships-TOTAL_FORMS": len(people), "authorships-INITIAL_FORMS": sum(1 for number in ids if number)}
    for number, (person, stored) in enumerate(zip(people, ids, strict=True)):
        sent |= {f"authorships-{number}-person": person.pk, f"authorships-{number}-id": stored,
                 f"authorships-{number}-ORDER": number + 1, f"authorships-{number}-DELETE": ""}  # fmt: skip
    return sent


def test_an_author_who_was_added_in_two_tabs_is_an_author_once(writing):
    colleague = join(writing.team, "author")
    assert [writing(**authors(colleague)).status_code for _tab in (1, 2)] == [302, 302]
    assert [row.person for row in writing.draft.authorships.all()] == [colleague]


def test_two_authors_change_places(writing):
    one, two = UserFactory(), UserFactory()
    assert writing(**authors(one, two)).status_code == 302
    rows = list(writing.draft.authorships.order_by("sort_order"))
    answer = writing(**authors(two, one, ids=[row.pk for row in rows]))
    assert answer.status_code == 302
    names = [row.person for row in writing.draft.authorships.order_by("sort_order")]
    assert names == [two, one]


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_year_that_no_clock_reaches_is_named_as_the_mistake(writing, field, moment):
    answer = writing(**{field: moment})
    assert answer.status_code == 200
    assert "Check the year" in answer.content.decode()
    assert writing.draft.revisions.count() == 1


@pytest.mark.parametrize("where", ["edit/", "edit/preview/"])
@pytest.mark.parametrize("value", ["abc", "9" * 25])
def test_a_chooser_that_was_sent_no_number_is_refused(writing, where, value):
    assert writing(where, lead_picture=value).status_code == 400
    cited = {"citations-TOTAL_FORMS": 1, "citations-0-cited": value, "citations-0-relation": "builds_on",
             "citations-0-note": "", "citations-0-id": "", "citations-0-ORDER": 1,
             "citations-0-DELETE": ""}  # fmt: skip
    assert writing(where, **cited).status_code == 400


def paragraph(value):
    return {"body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "text", "body-0-id": "",
            "body-0-value": value}  # fmt: skip


def notation(text, **changes):
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"entityMap": {}, "blocks": [block | changes]})


@pytest.mark.parametrize("where", ["edit/", "edit/preview/"])
@pytest.mark.parametrize(
    "value",
    ["[]", "5", "no json", "[" * 100_000, '{"blocks": null, "entityMap": {}}',
     notation("word", entityRanges=[{"key": 0, "offset": 0, "length": 4}])],
)  # fmt: skip
def test_text_in_another_notation_than_the_editors_is_refused(writing, where, value):
    assert writing(where, **paragraph(value)).status_code == 400


def test_half_a_character_becomes_a_question_mark(writing):
    answer = writing(**paragraph(notation("a\ud800b")))
    assert answer.status_code == 302
    writing.draft.refresh_from_db()
    assert "a?b" in str(writing.draft.get_latest_revision_as_object().body)
