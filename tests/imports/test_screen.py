"""Administrators import on a screen: tried out first, then in the background, with a report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from blog.models import BlogPostPage
from imports import jobs, lots, tasks
from imports.models import Import, ReportLine
from operations.worker import drain
from publishing.models import Article
from teams.changes import archive_team
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import join, make_team

from . import exports

pytestmark = pytest.mark.django_db

NEW = "/admin/imports/new/"
BACKEND = "people.backends.FoldedNameBackend"


def upload(team, text=None, **more):
    text = (
        exports.wxr(exports.wp_author(), exports.wp_post(), exports.wp_post(2, "=1+1", status="private"))
        if text is None
        else text
    )
    file = SimpleUploadedFile("export.xml", text.encode(), content_type="text/xml")
    return {"format": "wordpress", "file": file, "team": team.pk, **more}


@pytest.fixture
def client(administrator):
    client = Client()
    client.force_login(administrator, backend=BACKEND)
    return client


@pytest.fixture
def tried(client, team):
    response = client.post(NEW, upload(team))
    drain()
    return Import.objects.get(pk=int(response["Location"].strip("/").rpartition("/")[2]))


def test_an_export_is_tried_out_first_and_changes_nothing(client, team):
    response = client.post(NEW, upload(team))
    run = Import.objects.get()
    assert response["Location"] == reverse("imports_run", args=[run.pk])
    shown = client.get(response["Location"]).content.decode()
    assert "Being tried out in the background" in shown
    drain()
    shown = client.get(response["Location"]).content.decode()
    assert "This is what importing it would do" in shown
    assert "Import it into Logistics" in shown
    assert "It was private; it is a draft and never went live." in shown
    assert not Article.objects.exists()


def test_a_button_imports_what_was_tried_out(client, tried, administrator):
    client.post(reverse("imports_begin", args=[tried.pk]))
    assert "Being imported in the background" in client.get(reverse("imports_run", args=[tried.pk])).content.decode()
    drain()
    page = BlogPostPage.objects.get(title="The gate")
    assert (page.live, page.clearances.get().by) == (True, administrator)
    shown = client.get(reverse("imports_run", args=[tried.pk])).content.decode()
    assert page.address in shown
    assert "Import it into" not in shown


def test_pressed_twice_it_is_imported_once(client, tried):
    for _time in range(2):
        client.post(reverse("imports_begin", args=[tried.pk]))
    drain()
    client.post(reverse("imports_begin", args=[tried.pk]))
    drain()
    assert Article.objects.count() == 2


def test_the_progress_is_asked_for_and_ends_with_the_whole_page(client, tried):
    Import.objects.filter(pk=tried.pk).update(state="running", done=1, total=4)
    response = client.get(reverse("imports_progress", args=[tried.pk]))
    assert "1 of 4 entries" in response.content.decode()
    assert "HX-Refresh" not in response
    Import.objects.filter(pk=tried.pk).update(state="done")
    assert client.get(reverse("imports_progress", args=[tried.pk]))["HX-Refresh"] == "true"


def test_an_import_that_takes_longer_than_a_task_may_is_handed_on(client, tried, settings):
    settings.INTRAMURAL_TASK_SECONDS = 0
    client.post(reverse("imports_begin", args=[tried.pk]))
    drain()
    assert Import.objects.get().state == "done"
    assert Article.objects.count() == 2


def test_a_refused_file_says_why_and_can_be_dropped(client, team, settings):
    client.post(NEW, upload(team, "<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>"))
    drain()
    run = Import.objects.get()
    assert (
        "Line 1: the file declares a document type"
        in client.get(reverse("imports_run", args=[run.pk])).content.decode()
    )
    client.post(reverse("imports_drop", args=[run.pk]))
    assert not Import.objects.exists()
    assert not run.file.storage.exists(run.file.name)


def test_a_damaged_zip_says_so(client, team):
    client.post(NEW, upload(team, "PK\x03\x04junk"))
    drain()
    assert Import.objects.get().state == "refused"
    assert (
        "the zip file is damaged" in client.get(reverse("imports_run", args=[Import.objects.get().pk])).content.decode()
    )


def stop_after_the_first_lot(client, tried, settings, monkeypatch):
    """The run stands behind its first entry, and its next task waits."""
    monkeypatch.setattr(lots, "AT_ONCE", 1)
    settings.INTRAMURAL_TASK_SECONDS = 0
    client.post(reverse("imports_begin", args=[tried.pk]))
    tasks.carry_out.call(tried.pk)
    assert (Import.objects.get().state, Article.objects.count()) == ("running", 1)


def test_an_import_whose_administrator_left_ends_and_says_what_came_in(
    client, tried, team, settings, monkeypatch, administrator
):
    stop_after_the_first_lot(client, tried, settings, monkeypatch)
    administrator.is_active = False
    administrator.save()
    drain()
    other = AdministratorFactory()
    client.force_login(other, backend=BACKEND)
    said = client.get(reverse("imports_run", args=[tried.pk])).content.decode()
    assert Import.objects.get().state == "refused"
    assert "no administrator any more" in said
    assert "What came in until then stays" in said
    assert "Nothing was imported" not in said
    client.post(NEW, upload(team))
    drain()
    again = Import.objects.first()
    client.post(reverse("imports_begin", args=[again.pk]))
    drain()
    assert Import.objects.get(pk=again.pk).state == "done"
    assert Article.objects.count() == 2


def test_an_import_that_stopped_when_its_team_was_archived_keeps_its_report(client, tried, team, settings, monkeypatch):
    stop_after_the_first_lot(client, tried, settings, monkeypatch)
    archive_team(team=team, by=AdministratorFactory())
    drain()
    said = client.get(reverse("imports_run", args=[tried.pk])).content.decode()
    assert "the team is archived" in said
    assert "Nothing was imported" not in said
    assert "Drop it" not in said
    client.post(reverse("imports_drop", args=[tried.pk]))
    assert ReportLine.objects.filter(run=tried, kind="live").exists()


def test_a_run_that_came_here_without_its_task_is_taken_up_by_the_clock(client, tried):
    Import.objects.filter(pk=tried.pk).update(state="running")
    assert jobs.take_up_again() == 1
    assert jobs.take_up_again() == 0
    drain()
    assert Import.objects.get().state == "done"
    assert jobs.take_up_again() == 0
    assert Article.objects.count() == 2


def test_what_was_begun_is_not_dropped(client, tried):
    client.post(reverse("imports_begin", args=[tried.pk]))
    client.post(reverse("imports_drop", args=[tried.pk]))
    drain()
    client.post(reverse("imports_drop", args=[tried.pk]))
    assert Import.objects.exists()


def test_the_report_is_a_table_that_no_spreadsheet_calculates_with(client, tried):
    response = client.get(reverse("imports_table", args=[tried.pk]))
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeffWhat became of it,Name,")
    assert ",'=1+1," in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"file": ""}, "This field is required"),
        ({"team": "987654"}, "Select a valid choice"),
        ({"people": SimpleUploadedFile("who.csv", b"ada\n")}, "Line 1: a line of the list of authors"),
        ({"people": SimpleUploadedFile("who.csv", b"ada," + b"x" * 200_000)}, "the list of authors is no table"),
        ({"people": SimpleUploadedFile("who.json", b'{"ada": "\\u0000"}')}, "characters that no text has"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why(client, team, wrong, words):
    response = client.post(NEW, upload(team) | wrong)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Import.objects.exists()


def test_an_archived_team_is_not_offered(client, administrator):
    gone = archive_team(team=make_team("Gone"), by=administrator)
    assert client.post(NEW, upload(gone)).status_code == 422


def test_the_list_and_the_settings_menu_lead_there(client, tried):
    assert "The old blog" in client.get("/admin/imports/").content.decode()
    assert "/admin/imports/" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [None, "author", "lead"])
def test_to_everybody_else_the_screens_do_not_exist(tried, team, role):
    client = Client()
    client.force_login(join(team, role) if role else UserFactory(), backend=BACKEND)
    asked = [client.get("/admin/imports/"), client.get(NEW), client.post(NEW, upload(team))]
    for name in ("run", "progress", "table"):
        asked.append(client.get(reverse(f"imports_{name}", args=[tried.pk])))
    for name in ("begin", "drop"):
        asked.append(client.post(reverse(f"imports_{name}", args=[tried.pk])))
    assert {response.status_code for response in asked} <= {403, 404}
    assert not any("old blog" in response.content.decode() for response in asked)
    assert Import.objects.count() == 1


def test_nothing_is_changed_because_somebody_looked(client, tried):
    for name in ("begin", "drop"):
        assert client.get(reverse(f"imports_{name}", args=[tried.pk])).status_code == 405
    assert client.get(reverse("imports_run", args=[987654])).status_code == 404


def test_the_file_is_served_nowhere_and_leaves_when_the_import_is_over(client, tried):
    name = tried.file.name
    assert client.get(f"/media/{name}").status_code == 404
    assert jobs.forget_files() == 0
    client.post(reverse("imports_begin", args=[tried.pk]))
    drain()
    assert jobs.forget_files() == 1
    assert Import.objects.get().file.name == ""
    assert not tried.file.storage.exists(name)


@pytest.mark.parametrize("lines", [10, 300])
def test_the_page_costs_the_same_with_many_lines(client, tried, lines, django_assert_max_num_queries):
    ReportLine.objects.bulk_create(ReportLine(run=tried, kind="live", name=f"Post {n}") for n in range(lines))
    client.get(reverse("imports_run", args=[tried.pk]))
    with django_assert_max_num_queries(34):
        client.get(reverse("imports_run", args=[tried.pk]))
