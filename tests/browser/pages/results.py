from playwright.sync_api import expect


class Results:
    """The search box and what it finds."""

    def __init__(self, visitor):
        self.page = visitor.page

    def open(self, address="/search/"):
        self.page.goto(address)
        return self

    @property
    def box(self):
        return self.page.locator("main").get_by_role("searchbox").or_(self.page.locator("main").get_by_role("combobox"))

    def search(self, words):
        self.box.fill(words)
        self.page.locator("main").get_by_role("button", name="Search").click()
        return self

    def type(self, words):
        self.box.press_sequentially(words, delay=20)

    def expect_count(self, words):
        expect(self.page.get_by_role("heading", name=words, exact=True)).to_be_visible()

    def expect_titles(self, *titles):
        expect(self.page.locator(".hit h3")).to_have_text(list(titles))

    def only(self, kind):
        self.page.get_by_role("navigation", name="Kinds").get_by_role("link", name=kind).click()

    def narrow(self, choice):
        panel = self.page.locator("details", has_text="Narrow down")
        if not panel.get_by_text("Take all filters out").is_visible():
            panel.locator("summary").click()
        panel.get_by_role("link", name=choice).click()

    def take_all_out(self):
        self.page.get_by_role("link", name="Take all filters out").click()

    def latest_first(self):
        self.page.get_by_role("link", name="Latest first").click()

    def reload(self):
        self.page.reload()

    def expect_suggested(self, *labels):
        expect(self.page.get_by_role("option")).to_have_count(len(labels))
        for label in labels:
            expect(self.page.get_by_role("option", name=label)).to_be_visible()

    def expect_nothing_suggested(self):
        expect(self.page.get_by_role("option")).to_have_count(0)
