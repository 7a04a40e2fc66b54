"""Renaming, opening, closing, archiving and deleting a team."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from library.models import Picture
from publishing.models import Article
from teams import asking, changes, removal
from teams.checks import check_teams
from teams.models import JoinRequest, Membership, Team, TeamPage, TeamRequest
from teams.signals import policy_changed
from tests.factories.blog import make_draft, make_post
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import make_team

pytestmark = pytest.mark.django_db


def a_picture(name="lantern.png", size=(600, 400)):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")


def problems():
    return [each.id for each in check_teams(databases=["default"])]


CHANGES = {
    "settings/": {"form": "policies", "posting_policy": "directly", "comment_policy": "closed"},
    "settings/visibility/": {"visibility": "secret", "sure": "True"},
    "settings/rename/": {"name": "Taken over", "slug": ""},
    "settings/archive/": {},
    "settings/delete/": {"typed_name": "{name}"},
}


@pytest.mark.parametrize("kind", ["outsider", "former", "member", "author", "editor", "lead"])
@pytest.mark.parametrize("visibility", ["open", "closed"])
def test_a_team_is_changed_by_whom_it_is_theirs_to_change(client, circle, kind, visibility):
    here = circle(visibility)
    client.force_login(here.person(kind))
    before = Team.objects.filter(pk=here.team.pk).values().get()
    reads = visibility == "open" or kind not in {"outsider", "former"}
    for path, data in CHANGES.items():
        if kind == "lead" and path in {"settings/", "settings/visibility/"}:
            continue
        data = {name: value.format(name=here.team.name) for name, value in data.items()}
        response = client.post(f"/teams/{here.team.slug}/{path}", data)
        assert response.status_code == (403 if reads else 404), path
    assert Team.objects.filter(pk=here.team.pk).values().get() == before


def test_a_change_of_visibility_says_first_who_will_read(client, circle):
    here = circle("closed")
    make_post(here.team, here.author)
    client.force_login(here.lead)
    address = f"/teams/{here.team.slug}/settings/visibility/"
    page = client.get(address, {"visibility": "open"}).content.decode()
    assert "Everybody who is signed in will read" in page
    client.post(address, {"visibility": "open"})
    here.team.refresh_from_db()
    assert here.team.visibility == "closed"
    client.post(address, {"visibility": "open", "sure": "True"})
    here.team.refresh_from_db()
    assert here.team.visibility == "open"


@pytest.mark.parametrize("path", [("open", "closed", "secret", "open"), ("secret", "open", "closed", "secret")])
def test_pages_files_and_restrictions_follow_the_visibility(circle, path):
    here = circle(path[0])
    post = make_post(here.team, here.author)
    draft = make_draft(here.team, here.author)
    assert problems() == []
    for visibility in path[1:]:
        changes.change_visibility(team=here.team, visibility=visibility, by=here.lead)
        team = Team.objects.get(pk=here.team.pk)
        for page in (post, draft):
            assert Article.objects.get(pk=page.pk).audience_id == team.audience_id
        reads = Article.objects.visible_to(here.person("outsider")).filter(pk=post.pk).exists()
        assert reads == (visibility == "open")
        restricted = visibility != "open"
        assert PageViewRestriction.objects.filter(page=team.page).exists() == restricted
        assert CollectionViewRestriction.objects.filter(collection=team.collection_id).exists() == restricted
        assert problems() == []


def test_becoming_secret_forgets_whoever_waits_at_the_door(circle):
    here = circle("closed")
    JoinRequest.objects.create(team=here.team, person=here.outsider)
    changes.change_visibility(team=here.team, visibility="secret", by=here.lead)
    assert not JoinRequest.objects.exists()


def test_policies_are_changed_and_the_house_hears_of_it_once_each(client, circle):
    here = circle("open")
    heard = []

    def listen(team, by, **kwargs):
        heard.append((team.posting_policy, team.comment_policy, by))

    policy_changed.connect(listen)
    try:
        client.force_login(here.lead)
        data = {"form": "policies", "posting_policy": "directly", "comment_policy": "held"}
        for _again in range(2):
            assert client.post(f"/teams/{here.team.slug}/settings/", data).status_code == 302
    finally:
        policy_changed.disconnect(listen)
    assert heard == [("directly", "open", here.lead), ("directly", "held", here.lead)]


def test_settings_take_only_what_they_ask_for(client, circle):
    here = circle("open")
    client.force_login(here.lead)
    client.post(
        f"/teams/{here.team.slug}/settings/",
        {
            "form": "looks", "purpose": "New words.", "hue": "3", "name": "Mine", "slug": "mine",
            "visibility": "secret", "posting_policy": "directly", "collection": "1", "archived_at": "2020-01-01",
        },
    )  # fmt: skip
    team = Team.objects.get(pk=here.team.pk)
    assert (team.purpose, team.hue) == ("New words.", 3)
    assert (team.name, team.slug, team.visibility) == (here.team.name, here.team.slug, "open")
    assert team.posting_policy == here.team.posting_policy
    assert team.archived_at is None


def test_a_team_gets_a_picture_that_lies_with_the_team(client, circle):
    here = circle("closed")
    client.force_login(here.lead)
    address = f"/teams/{here.team.slug}/settings/"
    data = {"form": "looks", "purpose": "Words.", "hue": "1", "picture": a_picture()}
    assert client.post(address, data).status_code == 302
    team = Team.objects.get(pk=here.team.pk)
    assert team.picture.collection_id == team.collection_id
    picture_address = team.picture.shown("row").url
    assert picture_address in client.get("/teams/").content.decode()
    client.force_login(here.outsider)
    assert picture_address not in client.get("/teams/").content.decode()
    assert picture_address not in client.get(f"/teams/{here.team.slug}/").content.decode()
    client.force_login(here.lead)
    client.post(address, {"form": "looks", "purpose": "Words.", "hue": "1", "remove_picture": "on"})
    assert Team.objects.get(pk=here.team.pk).picture is None


@pytest.mark.parametrize("content", [b"", b"not a picture", b"GIF89a<script>", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_a_broken_picture_is_refused_with_a_sentence_and_keeps_the_words(client, circle, content):
    here = circle("open")
    client.force_login(here.lead)
    file = SimpleUploadedFile("x.png", content, content_type="image/png")
    response = client.post(
        f"/teams/{here.team.slug}/settings/", {"form": "looks", "purpose": "Kept words.", "hue": "1", "picture": file}
    )
    assert response.status_code == 422
    assert "Kept words." in response.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_renamed_team_is_found_under_its_old_addresses(client):
    administrator = AdministratorFactory()
    team = make_team("Old Mill", by=administrator, lead=UserFactory())
    post = make_post(team, team.memberships.get().person, title="Grain")
    client.force_login(administrator)
    response = client.post("/teams/old-mill/settings/rename/", {"name": "New  Mill", "slug": ""})
    assert response.url == "/teams/new-mill/"
    team.refresh_from_db()
    assert team.name == "New Mill"
    assert set(Group.objects.filter(name__startswith="New Mill").values_list("name", flat=True)) == {
        "New Mill · readers", "New Mill · authors", "New Mill · editors", "New Mill · leads",
    }  # fmt: skip
    assert Collection.objects.get(pk=team.collection_id).name == "New Mill"
    client.force_login(UserFactory())
    old = client.get("/teams/old-mill/")
    assert old.status_code == 301
    assert old.url.endswith("/teams/new-mill/")
    assert client.get(f"/teams/old-mill/blog/{post.slug}/").status_code == 301
    assert problems() == []
    changes.change_visibility(team=team, visibility="secret", by=administrator)
    assert client.get("/teams/old-mill/").status_code == 404


@pytest.mark.parametrize("name", ["new", "New", "***", "", " ", "x" * 81])
def test_names_that_cannot_be_an_address_are_refused(client, name):
    client.force_login(AdministratorFactory())
    team = make_team("Mill")
    assert client.post("/teams/mill/settings/rename/", {"name": name, "slug": ""}).status_code == 422
    data = {"name": name, "purpose": "x", "visibility": "open", "posting_policy": "editors", "comment_policy": "open"}
    assert client.post("/teams/new/", data).status_code == 422
    team.refresh_from_db()
    assert team.name == "Mill"


def test_two_teams_never_share_a_name(client):
    make_team("Mill")
    make_team("Well")
    client.force_login(AdministratorFactory())
    response = client.post("/teams/well/settings/rename/", {"name": "MÍLL", "slug": "other"})
    assert response.status_code == 422
    assert "team with this name already" in response.content.decode()
    assert client.post("/teams/well/settings/rename/", {"name": "Other", "slug": "new"}).status_code == 422


def test_an_old_revision_does_not_bring_back_an_old_name(circle):
    here = circle("open")
    page = TeamPage.objects.get(team=here.team)
    revision = page.save_revision(user=here.lead)
    changes.rename_team(team=here.team, name="Fresh", by=here.administrator)
    revision.refresh_from_db()
    revision.publish(user=here.lead)
    page.refresh_from_db()
    assert (page.title, page.slug, page.url_path) == ("Fresh", "fresh", "/home/teams/fresh/")


def test_an_archived_team_is_read_and_nothing_new_is_written(client, circle):
    from teams.permissions import may_edit_in, may_write_in

    here = circle("open")
    post = make_post(here.team, here.author)
    client.force_login(here.administrator)
    client.post(f"/teams/{here.team.slug}/settings/archive/")
    team = Team.objects.get(pk=here.team.pk)
    assert team.is_archived
    assert not may_write_in(here.person("author"), team)
    assert not may_edit_in(here.person("editor"), team)
    assert not here.person("author").can_write
    client.force_login(here.outsider)
    assert client.get(f"/teams/{team.slug}/").status_code == 200
    assert client.get(f"/teams/{team.slug}/blog/{post.slug}/").status_code == 200
    assert team.name not in client.get("/teams/").content.decode()
    assert team.name in client.get("/teams/?show=archived").content.decode()
    client.force_login(here.administrator)
    client.post(f"/teams/{team.slug}/settings/archive/", {"reopen": "yes"})
    assert may_write_in(here.person("author"), Team.objects.get(pk=team.pk))
    assert here.person("author").can_write


def test_deleting_takes_everything_and_nothing_else(client, circle):
    here, other = circle("closed"), circle("open")
    make_post(here.team, here.author)
    changes.change_picture(team=here.team, file=a_picture(), by=here.lead)
    kept = make_post(other.team, other.author)
    groups = list(here.team.group_ids_by_role().values())
    client.force_login(here.administrator)
    page = client.get(f"/teams/{here.team.slug}/settings/delete/").content.decode()
    assert "1 post or write-up" in page
    assert "1 picture or document" in page
    address = f"/teams/{here.team.slug}/settings/delete/"
    assert client.post(address, {"typed_name": "something else"}).status_code == 422
    assert Team.objects.filter(pk=here.team.pk).exists()
    assert client.post(address, {"typed_name": here.team.name.upper()}).status_code == 302
    assert not Team.objects.filter(pk=here.team.pk).exists()
    assert not Page.objects.filter(slug=here.team.slug).exists()
    assert not Group.objects.filter(pk__in=groups).exists()
    assert not Collection.objects.filter(pk=here.team.collection_id).exists()
    assert not Picture.objects.exists()
    assert not Membership.objects.filter(person=here.lead).exists()
    assert not here.person("author").can_write
    assert Article.objects.get() == kept.article_ptr
    assert problems() == []
    assert client.get(f"/teams/{here.team.slug}/").status_code == 404


def test_a_team_whose_files_others_show_is_not_deleted(circle):
    here, other = circle("open"), make_team("Other light", lead=UserFactory())
    changes.change_picture(team=here.team, file=a_picture(), by=here.lead)
    picture = Picture.objects.get()
    author = other.memberships.get().person
    borrower = make_post(other, author, title="Borrowed light", lead_picture=picture)
    ReferenceIndex.create_or_update_for_object(borrower)  # a background task does this otherwise
    with pytest.raises(ValidationError, match="Borrowed light"):
        removal.delete_team(team=here.team, typed_name=here.team.name, by=here.administrator)
    assert Team.objects.filter(pk=here.team.pk).exists()


def test_only_administrators_make_teams(client):
    person, administrator = UserFactory(), AdministratorFactory()
    data = {
        "name": "Night Shift", "purpose": "Keeps watch.", "visibility": "closed", "lead": person.username,
        "posting_policy": "directly", "comment_policy": "members", "slug": "",
    }  # fmt: skip
    client.force_login(person)
    assert client.post("/teams/new/", data).status_code == 302
    assert not Team.objects.exists()
    wish = TeamRequest.objects.get()
    assert (wish.name, wish.visibility, wish.asked_by) == ("Night Shift", "closed", person)
    assert client.get(f"/teams/new/{wish.pk}/").status_code == 403
    assert client.post(f"/teams/new/{wish.pk}/", data).status_code == 403
    with pytest.raises(PermissionDenied):
        asking.accept_team_request(request=wish, by=person)
    client.force_login(administrator)
    assert "Night Shift" in client.get("/teams/new/").content.decode()
    assert client.get(f"/teams/new/{wish.pk}/").status_code == 200
    assert client.post(f"/teams/new/{wish.pk}/", data).url == "/teams/night-shift/"
    team = Team.objects.get()
    assert team.memberships.get().role == "lead"
    assert team.memberships.get().person == person
    assert (team.visibility, team.posting_policy, team.comment_policy) == ("closed", "directly", "members")
    assert "answered" in client.get(f"/teams/new/{wish.pk}/").content.decode()


def test_a_team_asked_for_is_declined(client):
    wish = asking.ask_for_team(by=UserFactory(), name="Loud", purpose="Shouts.")
    client.force_login(AdministratorFactory())
    client.post(f"/teams/new/{wish.pk}/", {"decline": "yes"})
    wish.refresh_from_db()
    assert wish.state == "declined"
    assert wish.asked_by.notifications.get().kind == "team_declined"
    assert not Team.objects.exists()


def test_asking_tells_nothing_of_a_secret_name(client):
    make_team("Horizon", visibility="secret")
    client.force_login(UserFactory())
    response = client.post("/teams/new/", {"name": "Horizon", "purpose": "x", "visibility": "open"})
    assert response.status_code == 302


def test_marks_that_turn_or_hide_letters_are_left_out_of_what_a_team_is_called(client):
    from teams.models import TeamRequest

    client.force_login(UserFactory())
    sent = {"name": "Dep\u202eot\u200b", "purpose": "Keeps\u2066 the trams.", "visibility": "open"}
    assert client.post("/teams/new/", sent).status_code == 302
    asked_for = TeamRequest.objects.get()
    assert (asked_for.name, asked_for.purpose) == ("Depot", "Keeps the trams.")
    assert client.post("/teams/new/", sent | {"purpose": "\u202e"}).status_code == 422


def test_nobody_asks_for_teams_without_end():
    person = UserFactory()
    for number in range(3):
        asking.ask_for_team(by=person, name=f"Wish {number}", purpose="x")
    with pytest.raises(ValidationError):
        asking.ask_for_team(by=person, name="One more", purpose="x")


def test_administrators_make_a_team_with_a_lead_right_away(client):
    lead = UserFactory(username="Iris")
    client.force_login(AdministratorFactory())
    data = {"name": "Glass", "purpose": "x", "visibility": "open", "posting_policy": "editors",
            "comment_policy": "open", "lead": "nobody-here"}  # fmt: skip
    response = client.post("/teams/new/", data)
    assert response.status_code == 422
    assert "Nobody has this username" in response.content.decode()
    assert client.post("/teams/new/", data | {"lead": "iris"}).url == "/teams/glass/"
    assert Team.objects.get().memberships.get().person == lead


def test_leads_write_what_the_team_says_about_itself_and_nobody_moves_its_page(circle):
    here = circle("open")
    page = TeamPage.objects.get(team=here.team)
    for kind in ("member", "author", "editor", "lead", "administrator"):
        may = page.permissions_for_user(here.person(kind))
        writes = kind in {"lead", "administrator"}
        assert (may.can_edit(), may.can_publish()) == (writes, writes), kind
        for never in (
            "delete", "move", "copy", "unpublish", "set_view_restrictions", "add_subpage", "publish_subpage",
            "reorder_children", "lock",
        ):  # fmt: skip
            assert getattr(may, f"can_{never}")() is False, never


def test_a_lead_publishes_about_in_the_cms(client, circle):
    here = circle("open")
    page = TeamPage.objects.get(team=here.team)
    client.force_login(here.lead)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    about = '{"entityMap": {}, "blocks": [{"key": "a", "text": "We light lamps.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}]}'  # noqa: E501 - Draftail's own form
    response = client.post(f"/admin/pages/{page.pk}/edit/", {"about": about, "action-publish": "yes"})
    assert response.status_code == 302
    assert "We light lamps." in client.get(f"/teams/{here.team.slug}/").content.decode()
    client.force_login(here.editor)
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code in {302, 403, 404}


def test_the_checks_find_what_does_not_fit(circle):
    here, closed = circle("open"), circle("closed")
    assert problems() == []
    PageViewRestriction.objects.create(page=here.team.page, restriction_type="login")
    assert problems() == ["teams.E002"]
    PageViewRestriction.objects.all().delete()
    CollectionViewRestriction.objects.all().delete()
    assert sorted(problems()) == ["teams.E002", "teams.E003"]
    Page.objects.filter(pk=closed.team.page.pk).update(slug="new")
    assert "teams.E001" in problems()


def test_the_checks_are_asked_by_the_command(db):
    call_command("check", databases=["default"])
