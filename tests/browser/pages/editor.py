"""The CMS editor, as somebody meets it who writes a post."""

import re

from playwright.sync_api import expect
from wagtail.models import Revision

from ..chromium import PATIENCE


class Editor:
    def __init__(self, visitor):
        self.page = visitor.page

    def open(self, article):
        self.page.goto(f"/admin/pages/{article.pk}/edit/")
        return self

    def field(self, name):
        return self.page.get_by_role("textbox", name=name)

    def write_title(self, text):
        self.field("Title*").fill(text)

    def write_summary(self, text):
        self.field("Summary*").fill(text)

    def choose_purpose(self, label):
        self.page.get_by_role("combobox", name="Purpose*").select_option(label=label)

    def write_text(self, text, block=0):
        """Replaces what stands in a text block: a new page starts with questions there."""
        box = self.page.locator(".public-DraftEditor-content").nth(block)
        box.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        expect(box).to_have_text(text)

    @property
    def earlier_work(self):
        """What is offered below the goal of a write-up."""
        return self.page.locator("[data-earlier-work]")

    def expect_earlier_work(self, *titles):
        for title in titles:
            expect(self.earlier_work.get_by_role("link", name=title)).to_be_visible()

    def cite(self, title, act, why=""):
        """One click on what is offered, with a word why."""
        offered = self.earlier_work.locator("li", has=self.page.get_by_role("link", name=title))
        offered.get_by_label("A word why").fill(why)
        offered.get_by_role("button", name=act).click()
        expect(offered.get_by_role("status")).to_be_visible()

    def expect_cited(self, title, relation, why):
        """The row under *Builds on*, filled in as if by hand."""
        rows = self.page.locator("#id_citations-FORMS > div")
        row = rows.filter(has_text=title)
        expect(row.get_by_role("combobox", name="Relation")).to_have_value(relation)
        expect(row.get_by_role("textbox", name="A word why")).to_have_value(why)

    def remove_last_block(self):
        """One of those that the page started with and that nobody needs."""
        blocks = self.page.get_by_role("button", name="Delete")
        before = blocks.count()
        blocks.last.click()
        expect(blocks).to_have_count(before - 1)

    def upload_lead_picture(self, path, title, shows):
        lead = self.page.locator("section", has=self.page.get_by_role("heading", name="Lead picture", exact=True)).last
        lead.get_by_role("button", name="Choose a picture").click()
        chooser = self.page.get_by_role("dialog")
        chooser.get_by_role("tab", name="Upload").click()
        chooser.get_by_label("File").set_input_files(path)
        chooser.get_by_label("Title").fill(title)
        chooser.get_by_label("What it shows").fill(shows)
        chooser.get_by_role("button", name="Upload").click()
        expect(chooser).to_be_hidden()
        expect(lead.get_by_text(title)).to_be_visible()

    def expect_saved(self, words):
        """Without having pressed anything: the house holds the last words, the page says so and has its own address."""
        patience = PATIENCE
        while not Revision.objects.filter(content__body__icontains=words).exists():
            assert patience > 0, f"{words!r} was never saved."
            patience -= 100
            self.page.wait_for_timeout(100)  # asks again: what a page has sent is not to be seen on the page
        expect(self.page.locator(".w-autosave-indicator__state--saved")).to_be_visible()
        expect(self.page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))

    def expect_saved_as_draft(self):
        expect(self.page.locator(".w-autosave-indicator__state--saved")).to_be_visible()

    def submit(self):
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name=re.compile("^Submit for approval")).click()

    def expect_message(self, text):
        expect(self.page.locator(".messages")).to_contain_text(text)
