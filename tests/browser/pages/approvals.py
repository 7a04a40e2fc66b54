"""The desk of somebody who is asked, and the page that is decided on."""

from playwright.sync_api import expect


class Desk:
    def __init__(self, visitor):
        self.page = visitor.page
        self.waiting = self.page.get_by_role("region", name="Waiting for you")
        self.asked = self.page.get_by_role("region", name="What you asked for")

    def open(self):
        self.page.goto("/approvals/")
        return self

    def review(self, title):
        self.waiting.get_by_role("link", name=f"Review {title}").click()

    def change(self, title):
        """What was sent back."""
        self.asked.get_by_role("link", name=f"Change it {title}").click()


class Review:
    def __init__(self, visitor):
        self.page = visitor.page

    def expect_to_show(self, title, text):
        expect(self.page.get_by_role("heading", level=1).first).to_contain_text(title)
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def approve(self):
        self.page.get_by_role("button", name="Approve", exact=True).click()
        expect(self.page.get_by_role("status").first).to_contain_text("You approved")

    def ask_for_changes(self, reason):
        self.page.get_by_text("Ask for changes", exact=True).click()
        self.page.get_by_label("What should change, and why?").fill(reason)
        self.page.get_by_role("button", name="Send back to the author").click()
        expect(self.page.get_by_role("status").first).to_contain_text("goes back to its author")
