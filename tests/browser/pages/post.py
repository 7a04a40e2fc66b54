"""A post as its readers meet it, with the talk below."""

from playwright.sync_api import expect


class Post:
    def __init__(self, visitor):
        self.page = visitor.page
        self.thread = self.page.get_by_role("region", name="comment")
        self.title = self.page.get_by_role("heading", level=1)

    def open(self, address):
        self.page.goto(address)
        return self

    # --- Reading --------------------------------------------------------------------------------------------

    def expect_picture(self, shows):
        """It is there, it says what it shows, and the bytes have arrived."""
        picture = self.page.get_by_role("img", name=shows).first
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        arrived = "(picture) => picture.complete && picture.naturalWidth > 0"
        self.page.wait_for_function(arrived, arg=picture.element_handle())

    # --- Talking --------------------------------------------------------------------------------------------

    def comment_that_says(self, text):
        """The comment itself, without the replies that stand inside it."""
        return self.page.locator(f'.comment:has(> .body:has-text("{text}"))')

    def write(self, text):
        self.page.get_by_label("Your comment").fill(text)

    def send(self):
        self.page.get_by_role("button", name="Comment", exact=True).click()

    def comment(self, text):
        self.write(text)
        self.send()
        expect(self.comment_that_says(text)).to_be_visible()
        expect(self.page.get_by_label("Your comment")).to_have_value("")

    def reply(self, to, text):
        """In place, or where there is no script on a page of its own; the sender cannot tell the difference."""
        self.comment_that_says(to).get_by_role("link", name="Reply to").first.click()
        box = self.page.get_by_label("Reply to")
        box.and_(self.page.get_by_role("textbox")).fill(text)
        self.page.get_by_role("button", name="Reply", exact=True).click()
        expect(self.comment_that_says(text)).to_be_visible()

    def expect_reply(self, text, below):
        replies = self.comment_that_says(below).locator("> .replies")
        expect(replies).to_contain_text(text)

    # --- Reading a thread -----------------------------------------------------------------------------------

    def press(self, key):
        self.page.keyboard.press(key)

    def expect_to_stand_at(self, text):
        """The keyboard is at this comment, and it can be seen."""
        expect(self.comment_that_says(text)).to_be_focused()
        expect(self.comment_that_says(text).locator("> .body")).to_be_in_viewport()

    def fold(self, text):
        self.comment_that_says(text).locator("> .replies > summary").click()

    def expect_words(self, text, visible=True):
        expect(self.comment_that_says(text).locator("> .body")).to_be_visible(visible=visible)

    def reaction(self, to, name):
        return self.comment_that_says(to).locator("> footer").get_by_role("button", name=name)

    def react(self, to, name):
        self.reaction(to, name).click()

    def expect_reaction(self, to, name, pressed):
        expect(self.reaction(to, name)).to_have_attribute("aria-pressed", "true" if pressed else "false")

    def expect_names(self, to, *names):
        comment = self.comment_that_says(to)
        comment.locator("> footer").get_by_role("link", name="Who").click()
        for name in names:
            expect(comment.locator("> footer")).to_contain_text(name)

    # --- Moderating -----------------------------------------------------------------------------------------

    def hide(self, text):
        self.comment_that_says(text).get_by_role("link", name="Hide").first.click()

    def show_again(self, text):
        self.comment_that_says(text).get_by_role("button", name="Show again").first.click()
