"""A post, as its readers see it."""

import pytest
from wagtail.rich_text import RichText

from publishing.models import Authorship, Citation
from tests.factories.blog import make_post, make_write_up
from tests.factories.conversations import fill_thread
from tests.factories.knowledge import know_all
from tests.factories.library import make_picture
from tests.factories.people import UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("Platform")


@pytest.fixture
def author(team):
    return join(team, "author")


def full_body(picture, earlier=None):
    body = [
        ("heading", {"text": "What we changed", "level": "2"}),
        ("text", RichText("<p>First we <b>wrote it down</b>.</p>")),
        ("quote", {"text": "Ask for the source.", "source": "Night desk"}),
        ("callout", {"kind": "tip", "text": RichText("<p>Publish half-finished notes.</p>")}),
        ("picture", {"image": picture, "caption": "The desk"}),
        ("gallery", {"pictures": [{"image": picture, "caption": "One"}, {"image": picture, "caption": "Two"}]}),
        ("code", {"language": "shell", "code": "echo '<b>not bold</b>'"}),
        ("embed", {"url": "https://vimeo.com/76979871", "title": "The depot"}),
    ]
    if earlier is not None:
        body.append(("earlier_page", {"page": earlier, "why": "Its index"}))
    return body


def test_a_post_shows_every_kind_of_block(as_person, reader, team, author):
    page = make_post(team, author, "Faster research", body=full_body(make_picture()))
    text = as_person(reader).get(page.address).content.decode()
    for expected in ("Faster research", "What we changed", "wrote it down", "Ask for the source.", "half-finished"):
        assert expected in text
    assert "&lt;b&gt;not bold" in text
    assert 'data-embed-src="https://player.vimeo.com/video/76979871"' in text
    assert "<iframe" not in text


def test_a_card_of_a_page_the_reader_may_not_read_leaves_no_trace(as_person, reader, team, author):
    secret = make_team("Hidden Harbour", visibility="secret")
    hidden = make_post(secret, join(secret, "author"), "Merger of the depots")
    page = make_post(team, author, "Open post", body=full_body(make_picture(), earlier=hidden))
    text = as_person(reader).get(page.address).content.decode()
    assert "Merger" not in text
    assert "Hidden Harbour" not in text


def test_builds_on_is_shown_on_both_pages(as_person, reader, team, author):
    earlier = make_write_up(team, author, "One archive search", result="worked")
    page = make_post(team, author, "Second attempt", citations=[Citation(cited=earlier, note="its index")])
    client = as_person(reader)
    assert "One archive search" in client.get(page.address).content.decode()
    assert "Second attempt" in client.get(earlier.address).content.decode()


def test_pages_that_share_its_tags_stand_beside_it_as_far_as_one_may_read_them(as_person, reader, team, author):
    closed = make_team("Closed Circle", visibility="closed")
    page = make_post(team, author, "The north gate", tags=["depots", "gates"])
    make_post(team, author, "A gate in winter", tags=["depots", "gates"])
    make_post(team, author, "Label printers", tags=["printing"])
    make_post(closed, join(closed, "author"), "What a gate costs", tags=["gates"])
    know_all()
    text = as_person(reader).get(page.address).content.decode()
    beside = text[text.index("<h2>Related</h2>") :]
    assert "A gate in winter" in beside
    assert "Label printers" not in beside
    assert "What a gate costs" not in text


def test_a_post_of_a_closed_team_is_a_404_like_any_that_never_was(as_person, reader):
    closed = make_team("Closed Circle", visibility="closed")
    page = make_post(closed, join(closed, "author"), "Numbers")
    client = as_person(reader)
    refused, missing = client.get(page.address), client.get(page.address.replace("numbers", "nothing"))
    assert refused.status_code == missing.status_code == 404
    assert "Numbers" not in refused.content.decode()


@pytest.mark.parametrize("make", [make_post, make_write_up])
@pytest.mark.parametrize("role", [None, "editor"])
@pytest.mark.parametrize("roots", [0, 50])
def test_a_page_with_everything_on_it_costs_at_most_ten_queries(
    as_person, reader, team, author, django_assert_max_num_queries, make, role, roots
):
    second = join(team, "author")
    earlier = make_post(team, author, "Earlier")
    page = make(
        team,
        author,
        "Costly",
        body=full_body(make_picture(), earlier=earlier),
        citations=[Citation(cited=earlier)],
        lead_picture=make_picture(),
        tags=["depots", "research"],
    )
    page.authorships.add(Authorship(person=second, sort_order=1))
    page.save()
    make_post(team, UserFactory(), "Later", citations=[Citation(cited=page)], tags=["depots"])
    if roots:
        fill_thread(page, [reader, author], roots=roots, replies=3)
    client = as_person(join(team, role) if role else reader)
    first = client.get(page.address).content.decode()
    for expected in (author.display_name, second.display_name, "Earlier", "Later", "depots"):
        assert expected in first
    with django_assert_max_num_queries(10):
        assert client.get(page.address).status_code == 200


def test_a_page_names_all_its_authors_and_whom_it_speaks_for(as_person, reader, team, author):
    second, chief = join(team, "author"), UserFactory(first_name="Ines", last_name="Calder")
    page = make_post(team, author, "Faster research", on_behalf_of=chief)
    page.authorships.add(Authorship(person=second, sort_order=1))
    page.save()
    text = as_person(reader).get(page.address).content.decode()
    assert text.index(author.display_name) < text.index(second.display_name) < text.index("on behalf of Ines Calder")
