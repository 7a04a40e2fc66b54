"""Where moderators decide: on the page, each act by itself, and in the queue of the CMS."""

from playwright.sync_api import expect


class HideComment:
    """Asked before a comment is hidden."""

    def __init__(self, visitor):
        self.page = visitor.page

    def because(self, reason):
        self.page.get_by_role("textbox", name="Why").fill(reason)
        self.page.get_by_role("button", name="Hide it").click()


class Moderating:
    """What asks a moderator first, on pages of their own."""

    def __init__(self, visitor):
        self.page = visitor.page

    def lock(self, reason):
        self.page.get_by_role("textbox", name="Why").fill(reason)
        self.page.get_by_role("button", name="Lock it").click()

    def move(self, to, reason):
        self.page.get_by_role("textbox", name="Words of the page's title").fill(to)
        self.page.get_by_role("button", name="Find").click()
        self.page.get_by_role("radio", name=to).check()
        self.page.get_by_role("textbox", name="Why").fill(reason)
        self.page.get_by_role("button", name="Move it").click()

    def ban(self, reason):
        self.page.get_by_role("textbox", name="Why").fill(reason)
        self.page.get_by_role("button", name="Ban them").click()

    def undo(self):
        """From the word that says what was done."""
        self.page.get_by_role("link", name="Undo").first.click()
        self.page.get_by_role("button", name="Undo it").click()

    def expect_word(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()


class Queue:
    def __init__(self, visitor):
        self.page = visitor.page
        self.cases = self.page.locator(".cms-case")

    def open(self):
        self.page.goto("/moderation/")
        expect(self.page.get_by_role("heading", name="Moderation queue")).to_be_visible()
        return self

    def case(self, text):
        return self.cases.filter(has_text=text)

    def keep(self, text):
        self.case(text).get_by_role("button", name="Keep").click()

    def approve(self, text):
        self.case(text).get_by_role("button", name="Approve").click()

    def hide(self, text, reason):
        """Two clicks: what to do, and why."""
        self.case(text).locator("summary").filter(has_text="Hide").click()
        self.case(text).get_by_role("button", name=reason).click()

    def choose(self, *texts):
        for text in texts:
            self.case(text).get_by_role("checkbox").check()

    def hide_chosen(self, reason):
        bulk = self.page.locator("#bulk")
        bulk.get_by_role("textbox").fill(reason)
        bulk.get_by_role("button", name="Hide").click()

    def expect_word(self, text):
        expect(self.page.locator(".messages")).to_contain_text(text)

    def undo(self):
        self.page.locator(".messages").get_by_role("link", name="Undo").click()
        self.page.get_by_role("button", name="Undo it").click()

    def expect_gone(self, *texts):
        for text in texts:
            expect(self.case(text)).to_have_count(0)
