from playwright.sync_api import expect


class Inbox:
    def __init__(self, visitor):
        self.page = visitor.page

    def open(self):
        self.page.goto("/inbox/")
        return self

    def expect_word_of(self, *words):
        row = self.page.get_by_role("listitem")
        for each in words:
            row = row.filter(has_text=each)
        expect(row.first).to_be_visible()

    def follow(self, words):
        self.page.get_by_role("button", name=words).first.click()
