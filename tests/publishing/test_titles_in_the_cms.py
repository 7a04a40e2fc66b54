"""A title that is still being written is told to nobody who may not read the draft."""

import pytest

from tests.factories.blog import make_draft, make_post
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db


def test_choosers_and_confirmations_of_others_show_the_title_that_is_live(as_person):
    team = make_team(posting_policy="directly")
    author = join(team, "author")
    page = make_post(team, author, "Seen by all")
    draft = page.get_latest_revision_as_object()
    draft.title = "Quokka layoffs"
    draft.save_revision(user=author)
    room = page.get_parent().pk
    client = as_person(join(make_team(), "author"))
    for address in (
        f"/admin/choose-page/{room}/",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
        f"/admin/bulk/wagtailcore/page/move/?id={page.pk}",
        f"/admin/api/main/pages/?child_of={room}",
    ):
        answer = client.get(address)
        body = answer.content.decode()
        assert "Quokka" not in body, address
        assert answer.status_code != 200 or "Seen by all" in body, address
    # Who writes it finds it by its new name in the editor.
    assert "Quokka layoffs" in as_person(author).get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_a_draft_has_its_own_title():
    team = make_team()
    draft = make_draft(team, join(team, "author"), "Not yet")
    assert draft.get_admin_display_title() == "Not yet"
