"""In the CMS, what somebody may not see is an id that does not exist: at every address, in every parameter."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Page, Revision

from publishing.models import Tag
from tests.factories.blog import make_draft, make_post
from tests.factories.library import make_document, make_picture
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

pytestmark = pytest.mark.django_db

BACKEND = "people.backends.FoldedNameBackend"
NEVER = 987654
WORD = "quokka"  # stands in everything that the secret team owns, and nowhere else


class World:
    """A secret team with something of everything, and people who are not in it but have the CMS."""

    def __init__(self):
        self.team = make_team(f"{WORD} team", visibility="secret", posting_policy="directly")
        self.author = join(self.team, "author")
        self.post = make_post(self.team, self.author, f"{WORD} post", summary=f"{WORD} summary")
        self.draft = make_draft(self.team, self.author, f"{WORD} draft")
        self.post.tags.add(f"{WORD}tag")
        self.post.save()
        self.picture = make_picture(self.team, f"{WORD} picture")
        self.document = make_document(self.team, f"{WORD} document")
        self.own_team = make_team("Elsewhere")
        self.outsider = join(self.own_team, "lead")
        self.own_post = make_post(self.own_team, self.outsider, "Seen by all")
        self.own_draft = make_draft(self.own_team, self.outsider, "My draft")

    def client(self, person):
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client


@pytest.fixture
def world():
    return World()


def cms_patterns():
    """Every address pattern of the CMS that holds a variable: full name, keywords."""
    found = {}

    def walk(resolver, prefix, namespaces):
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLPattern):
                keywords = tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
                if route.startswith("admin/") and keywords:
                    found[(":".join([*namespaces, entry.name or ""]), keywords)] = route
            else:
                walk(entry, route, [*namespaces, entry.namespace] if entry.namespace else namespaces)

    walk(get_resolver(), "", [])
    return found


def things(world):
    """What each keyword stands for."""
    revision = Revision.page_revisions.filter(object_id=str(world.draft.pk)).latest("pk").pk
    page = world.draft.pk
    return {
        "page_id": page, "parent_page_id": world.draft.get_parent().pk, "page_to_move_id": page,
        "destination_id": world.draft.get_parent().pk, "page_pk": page, "revision_id": revision,
        "revision_id_a": revision, "revision_id_b": "latest", "image_id": world.picture.pk,
        "document_id": world.document.pk, "doc_id": world.document.pk, "collection_id": world.team.collection_id,
        "task_state_id": 1, "workflow_state_id": 1, "task_id": 1, "workflow_pk": 1, "uploaded_file_id": 1,
        "session_id": 1, "object_id": page, "redirect_id": 1, "overdue_id": 1, "effect_id": 1,
        "query_id": Query.get("depot").pk, "run_id": 1,
    }  # fmt: skip


def meaning_of_pk(name, world):
    """``pk`` is something else in every part of the CMS."""
    things = {"wagtailadmin_pages": world.draft, "wagtailadmin_api:pages": world.draft,
              "wagtailimages_chooser": world.picture, "wagtaildocs_chooser": world.document,
              "wagtailusers_users": world.author}  # fmt: skip
    thing = things.get(name.rpartition(":")[0])
    return thing.pk if thing else 1


WORDS = {
    "content_type_app_name": "blog", "content_type_model_name": "blogpostpage", "app_label": "wagtailcore",
    "model_name": "page", "app_name": "publishing", "action_name": "approve", "action": "delete",
    "filter_spec": "width-100",
}  # fmt: skip
# These name no row: a type of page, a type of tag, something to do with many rows (which has its own test).
NAME_NOTHING = {
    "wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results", "wagtailadmin_pages:choose_parent",
    "wagtailadmin_tag_model_autocomplete", "wagtail_bulk_action", "wagtailadmin_workflows:add_task",
}  # fmt: skip
ELSEWHERE = {
    "wagtailadmin_password_reset_confirm",  # leads to the one door, whatever its token
    "wagtailadmin_editing_sessions:release",  # ends one's own session, and says "done" whatever the number
}


def address(name, keywords, values):
    arguments = {keyword: WORDS.get(keyword, values.get(keyword)) for keyword in keywords}
    if "task_id" in keywords and name.startswith("background_work"):
        arguments["task_id"] = "00000000-0000-0000-0000-000000000001"
    return reverse(name, kwargs=arguments)


def told(response):
    """Status and body, without the form's token."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode(errors="replace"))
    return response.status_code, body


def test_every_id_of_a_secret_team_is_one_that_does_not_exist(world):
    client = world.client(world.outsider)
    leaks = []
    real = things(world)
    for (name, keywords), _route in cms_patterns().items():
        if name in NAME_NOTHING | ELSEWHERE:
            continue
        ids = [keyword for keyword in keywords if keyword not in WORDS]
        asked_for = real | {"pk": meaning_of_pk(name, world)}
        never = address(name, keywords, dict.fromkeys(ids, NEVER))
        asked = address(name, keywords, asked_for)
        for ask in (client.get, client.post):
            answer, nothing = told(ask(asked)), told(ask(never))
            if answer[0] != 404 or answer != nothing:
                leaks.append((name, ask.__name__, asked, answer[0], nothing[0]))
    assert leaks == []


def test_parameters_name_nothing_of_a_secret_team_either(world):
    client = world.client(world.outsider)
    page, picture, document = world.draft.pk, world.picture.pk, world.document.pk
    mine = world.own_draft.pk
    asked = [
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={mine}&id={{page}}"
        for action in ("delete", "move", "publish", "unpublish")
    ]
    asked += [
        f"{reverse('wagtail_bulk_action', args=[app, model, action])}?id={{{name}}}"
        for app, model, name in (("library", "picture", "picture"), ("library", "storeddocument", "document"))
        for action in ("delete", "add_to_collection", "add_tags")
    ]
    asked += [
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + "?id=all&childOf={page}",
        reverse("wagtailadmin_choose_page_chosen_multiple") + "?id={page}",
        reverse("wagtailimages_chooser:chosen_multiple") + "?id={picture}",
        reverse("wagtaildocs_chooser:chosen_multiple") + "?id={document}",
        reverse("wagtailadmin_choose_page") + "?user_perms=move_to&target_pages[]={page}",
        reverse("wagtailadmin_choose_page_external_link") + "?parent_page_id={page}",
        reverse("wagtailadmin_pages:move", args=[mine]) + "?new_parent_page={page}",
    ]
    leaks = []
    for template in asked:
        real = client.get(template.format(page=page, picture=picture, document=document))
        never = client.get(template.format(page=NEVER, picture=NEVER, document=NEVER))
        if real.status_code != 404 or told(real) != told(never):
            leaks.append((template, real.status_code, never.status_code))
    for name, field in (("wagtailadmin_pages:copy", "new_parent_page"), ("wagtailadmin_pages:move", "new_parent_page")):
        answer = client.post(reverse(name, args=[mine]), {field: world.draft.get_parent().pk, "new_title": "x"})
        if answer.status_code != 404:
            leaks.append((name, field, answer.status_code))
    assert leaks == []


def test_no_screen_of_the_cms_says_a_word_of_a_secret_team(world):
    call_command("update_index", verbosity=0)
    root, home = Page.objects.get(depth=1), Page.objects.get(depth=2)
    rooms = Page.objects.get(depth=3)
    asked = [
        "/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/pages/search/?q=" + WORD,
        "/admin/pages/search/results/?q=" + WORD, f"/admin/choose-page/?q={WORD}", "/admin/choose-page/",
        f"/admin/choose-page/search/?q={WORD}", "/admin/choose-page/?page_type=publishing.Article",
        f"/admin/choose-page/{rooms.pk}/", "/admin/images/chooser/", f"/admin/images/chooser/results/?q={WORD}",
        "/admin/documents/chooser/", f"/admin/documents/chooser/results/?q={WORD}",
        f"/admin/images/?q={WORD}", f"/admin/documents/?q={WORD}", f"/admin/images/results/?q={WORD}",
        f"/admin/tag-autocomplete/?term={WORD[:3]}", f"/admin/tag-autocomplete/publishing/tag/?term={WORD[:3]}",
        f"/admin/api/main/pages/?child_of={rooms.pk}&for_explorer=1", "/admin/api/main/pages/",
        f"/admin/api/main/pages/?search={WORD}",
        "/admin/moderation/", "/admin/moderation/numbers/", "/admin/moderation-log/", "/admin/moderation-bans/",
        "/admin/memberships/", f"/admin/pages/{world.own_draft.pk}/edit/",
        *(f"/admin/pages/{page.pk}/" for page in (root, home, rooms)),
    ]  # fmt: skip
    leaks = []
    for person in (world.outsider, join(world.own_team, "author")):
        client = world.client(person)
        for url in asked:
            answer = client.get(url)
            body = answer.content.decode().replace(url, "")
            body = re.sub(rf'(value="{WORD}"|q={WORD}|“{WORD}”|"{WORD}"|search={WORD}|<b>{WORD}</b>)', "", body)
            if WORD in body.replace(f"<em>{WORD}</em>", "") or answer.status_code >= 500:
                at = body.find(WORD)
                leaks.append((url, answer.status_code, body[max(0, at - 80) : at + 60]))
    assert leaks == []


@pytest.mark.parametrize(
    "url",
    [
        "/admin/reports/locked/", "/admin/reports/workflow/", "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/", "/admin/reports/aging-pages/", "/admin/reports/page-types-usage/",
        "/admin/pages/usage/blog/blogpostpage/", "/admin/users/", "/admin/workflows/list/", "/admin/redirects/",
        "/admin/background-work/",
    ],
)  # fmt: skip
def test_screens_of_administrators_are_there_for_them_alone(world, url):
    assert world.client(world.outsider).get(url).status_code == 404
    assert world.client(AdministratorFactory()).get(url).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/admin/collections/", "/admin/collections/add/", "/admin/groups/", "/admin/embeds/chooser/",
        "/admin/failwhale/", "/admin/api/main/images/", "/admin/api/main/documents/",
    ],
)  # fmt: skip
def test_what_this_house_does_not_have_is_there_for_nobody(world, url):
    assert world.client(AdministratorFactory()).get(url).status_code == 404


def test_nobody_changes_who_may_read_by_hand(world):
    client = world.client(AdministratorFactory())
    assert client.get(f"/admin/pages/{world.own_post.pk}/privacy/").status_code == 404
    assert client.post(f"/admin/collections/{world.team.collection_id}/privacy/").status_code == 404
    assert client.post(f"/admin/collections/{world.team.collection_id}/delete/").status_code == 404


def test_whoever_has_no_cms_gets_one_page_under_every_address(world):
    client = world.client(UserFactory())
    member = world.client(join(world.own_team, "member"))
    for url in ("/admin/", "/admin/pages/", f"/admin/pages/{world.post.pk}/edit/", "/admin/no-such/", "/admin/images/"):
        for someone in (client, member):
            answer = someone.get(url)
            assert answer.status_code == 403
            assert "403.html" in {template.name for template in answer.templates}


@pytest.mark.parametrize("url", ["/admin/", "/admin/pages/", "/admin/images/add/", "/admin/no-such/", "/admin/users/"])
def test_the_signed_out_are_sent_to_the_one_door(client, url):
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("url", ["/admin/login/", "/admin/password_reset/", "/admin/password_reset/done/"])
def test_wagtails_own_doors_lead_to_ours(client, url):
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/")


def test_a_former_author_loses_the_cms_at_the_next_request(world):
    from teams.membership import put_in_groups

    person = join(world.team, "author")
    client = world.client(person)
    assert client.get(f"/admin/pages/{world.draft.get_parent().pk}/").status_code == 200
    put_in_groups(world.team, person, None)
    assert client.get(f"/admin/pages/{world.draft.get_parent().pk}/").status_code == 403


def test_colleagues_in_the_cms_see_the_title_of_a_draft_and_not_its_text(world):
    client = world.client(join(world.team, "author"))
    assert WORD in client.get(f"/admin/pages/{world.draft.get_parent().pk}/").content.decode()
    assert client.get(f"/admin/pages/{world.draft.pk}/edit/").status_code == 404
    assert client.get(f"/admin/pages/{world.draft.pk}/view_draft/").status_code == 404


def test_members_of_the_team_work_as_ever(world):
    client = world.client(world.author)
    page = world.draft
    parent = page.get_parent().pk
    for url in (
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/pages/{parent}/",
        f"/admin/pages/add/blog/blogpostpage/{parent}/",
        f"/admin/pages/{page.pk}/delete/",
        f"/admin/pages/{page.pk}/copy/",
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
        f"/admin/choose-page/{parent}/",
        f"/admin/images/chooser/chosen/{world.picture.pk}/",
        f"/admin/documents/chooser/chosen/{world.document.pk}/",
        f"/admin/tag-autocomplete/publishing/tag/?term={WORD[:3]}",
        "/admin/",
        "/admin/images/",
        "/admin/documents/",
    ):
        assert client.get(url).status_code == 200, url
    assert WORD in client.get(f"/admin/tag-autocomplete/publishing/tag/?term={WORD[:3]}").json()[0]
    assert Tag.objects.count() == 1


def test_administrators_see_all(world):
    call_command("update_index", verbosity=0)
    client = world.client(AdministratorFactory())
    assert WORD in client.get(f"/admin/choose-page/search/?q={WORD}").content.decode()
    assert client.get(f"/admin/pages/{world.draft.pk}/edit/").status_code == 200
    assert client.get(f"/admin/images/{world.picture.pk}/").status_code == 200


def test_a_form_cannot_name_what_its_writer_may_not_see(world):
    client = world.client(world.outsider)
    page = world.own_draft
    sent = page_form(page)
    for field, value in (
        ("lead_picture", world.picture.pk),
        ("lead_picture", NEVER),
        ("body", [("picture", {"image": world.picture.pk})]),
        ("citation", world.post.pk),
    ):
        answer = client.post(f"/admin/pages/{page.pk}/edit/", page_form(page, **{field: value}))
        assert WORD not in answer.content.decode(), field
        assert value == NEVER or answer.status_code == 404, field
    assert client.post(f"/admin/pages/{page.pk}/edit/", sent).status_code == 302


@pytest.mark.parametrize("sent", [{"title": "x"}, {"title": "x", "body-count": "many"}, {"body-count": "-3"}, {}])
def test_a_form_with_pieces_missing_is_a_clear_answer(world, sent):
    client = world.client(world.outsider)
    for address in (f"/admin/pages/{world.own_draft.pk}/edit/", f"/admin/pages/{world.own_draft.pk}/edit/preview/"):
        answer = client.post(address, sent)
        assert answer.status_code in {200, 400}
        assert world.own_draft.revisions.count() == 1


def test_a_move_and_what_follows_it_are_one(world, monkeypatch):
    """If team and audience cannot follow a page, the page does not move."""
    from publishing import placement

    def breaks(page):
        raise RuntimeError("the server stopped here")

    monkeypatch.setattr(placement, "follow_move", breaks)
    other = make_team("Other")
    join(other, "lead", world.author)
    target = Page.objects.get(slug="blog", path__startswith=other.page.path)
    client = world.client(world.author)
    client.raise_request_exception = False
    answer = client.post(f"/admin/pages/{world.post.pk}/move/{target.pk}/confirm/")
    assert answer.status_code == 500
    world.post.refresh_from_db()
    assert world.post.path.startswith(world.team.page.path)


def page_form(page, **changes):
    """What the editor sends for a post, with some fields changed."""
    body = changes.pop("body", [])
    citation = changes.pop("citation", None)
    sent = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "purpose": page.purpose, "lead_picture": "",
        "lead_alt": "", "tags": "", "wished_by": "", "outcome": "", "on_behalf_of": "", "body-count": len(body),
        "authorships-TOTAL_FORMS": 0, "authorships-INITIAL_FORMS": 0, "authorships-MIN_NUM_FORMS": 0,
        "authorships-MAX_NUM_FORMS": 1000, "citations-TOTAL_FORMS": 1 if citation else 0,
        "citations-INITIAL_FORMS": 0, "citations-MIN_NUM_FORMS": 0, "citations-MAX_NUM_FORMS": 1000,
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": 0, "go_live_at": "", "expire_at": "",
    }  # fmt: skip
    for number, (kind, value) in enumerate(body):
        sent |= {f"body-{number}-deleted": "", f"body-{number}-order": number, f"body-{number}-type": kind}
        sent |= {
            f"body-{number}-value-image-image": value["image"],
            f"body-{number}-value-image-decorative": "on",
            f"body-{number}-value-image-alt_text": "",
            f"body-{number}-value-caption": "",
        }
    if citation:
        sent |= {"citations-0-cited": citation, "citations-0-relation": "builds_on", "citations-0-note": "",
                 "citations-0-id": "", "citations-0-ORDER": 1, "citations-0-DELETE": ""}  # fmt: skip
    return sent | changes
