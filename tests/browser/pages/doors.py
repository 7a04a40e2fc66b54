"""The ways in: the sign-in, the front page, and the choice of what to write."""

from playwright.sync_api import expect


class SignIn:
    def __init__(self, visitor, page=None):
        self.page = page or visitor.page

    def sign_in(self, name, password):
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()


class FrontPage:
    def __init__(self, visitor):
        self.page = visitor.page
        self.needs = self.page.get_by_role("region", name="Needs you")

    def open(self):
        self.page.goto("/")
        return self

    def expect_to_be_here(self):
        expect(self.page.get_by_role("heading", name="Latest for you")).to_be_visible()

    def start_writing(self):
        self.page.get_by_role("link", name="Write", exact=True).click()


class WriteChooser:
    def __init__(self, visitor):
        self.page = visitor.page

    def choose(self, kind):
        self.page.get_by_role("link", name=kind).click()
