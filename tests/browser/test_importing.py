"""An administrator brings the blog of the past in, and a colleague reads it."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from operations.worker import drain
from tests.factories.library import picture_bytes
from tests.factories.people import AdministratorFactory, UserFactory
from tests.factories.teams import make_team
from tests.imports import exports

pytestmark = pytest.mark.django_db(transaction=True)

PICTURE = '<img src="https://old.example/wp-content/uploads/2013/06/gate.jpg" alt="The gate at dawn">'


@pytest.fixture
def files():
    pictures = io.BytesIO()
    with zipfile.ZipFile(pictures, "w") as archive:
        archive.writestr("uploads/2013/06/gate.jpg", picture_bytes(size=(1200, 800)))
    export = exports.wxr(
        exports.wp_author(),
        exports.wp_post(
            markup=f"Built for carts.\n\n{PICTURE}", inside=exports.wp_comment(1, "Who measured it?", "Grace")
        ),
        exports.wp_post(2, "Salaries", status="private"),
        title="Logistics diary",
    )
    return {
        "export": {"name": "export.xml", "mimeType": "text/xml", "buffer": export.encode()},
        "pictures": {"name": "uploads.zip", "mimeType": "application/zip", "buffer": pictures.getvalue()},
    }


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_an_old_blog_is_tried_out_imported_and_read(enter, files, javascript):
    make_team("Logistics")
    agnes = enter(AdministratorFactory(), javascript=javascript)
    page = agnes.open("/admin/imports/")
    page.get_by_role("link", name="Import a blog").click()
    page.get_by_label("The export").set_input_files(files["export"])
    page.get_by_label("The pictures").set_input_files(files["pictures"])
    page.get_by_label("Team").select_option(label="Logistics")
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_text("Being tried out in the background")).to_be_visible()

    # The worker comes by; with script the page notices by itself.
    drain()
    if not javascript:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("This is what importing it would do")).to_be_visible()
    expect(page.get_by_text("It was private; it is a draft and never went live.")).to_be_visible()

    page.get_by_role("button", name="Import it into Logistics").click()
    expect(page.get_by_text("Being imported in the background")).to_be_visible()
    drain()
    if not javascript:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("posts live: 1")).to_be_visible()

    # A colleague comes by the address that they had in their bookmarks.
    reader = enter(UserFactory(), javascript=javascript)
    page = reader.open("/2015/01/post-1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The gate")
    expect(page.get_by_role("img", name="The gate at dawn")).to_be_visible()
    expect(page.get_by_text("Who measured it?")).to_be_visible()
    reader.watch.expect(404)
    reader.open("/2015/01/post-2/")
    expect(page.get_by_text("Salaries")).to_have_count(0)
