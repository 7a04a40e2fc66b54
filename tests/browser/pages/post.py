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

    def order(self, name):
        self.thread.get_by_role("navigation", name="Order").get_by_role("link", name=name).click()
        expect(self.thread.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")

    def expect_first(self, text):
        expect(self.thread.locator(":scope > .comment").first).to_contain_text(text)

    def go_to_what_is_new(self):
        self.thread.get_by_role("link", name="new since").click()

    def expect_new(self, text, is_new=True):
        mark = self.comment_that_says(text).locator("> header").get_by_text("New", exact=True)
        expect(mark).to_have_count(int(is_new))

    def expect_in_sight(self, text):
        expect(self.comment_that_says(text).locator("> .body")).to_be_in_viewport()

    def expect_answer_on_top(self, text):
        expect(self.thread.locator(".answer")).to_contain_text(text)

    def choose_stance(self, now, act):
        """Follow the page, mute it, or neither: a menu whose face says how things are."""
        self.page.locator(".follow:visible").first.locator("summary").filter(has_text=now).click()
        self.page.get_by_role("button", name=act).click()

    def expect_stance(self, name):
        expect(self.page.locator(".follow:visible > summary").first).to_have_text(name)

    # --- What may be done with a comment --------------------------------------------------------------------

    def open_more(self, text):
        """In place, or where there is no script on a page of its own."""
        comment = self.comment_that_says(text)
        if not comment.locator("> footer.acts").count():
            comment.locator("> footer").get_by_role("link", name="More").click()
        acts = self.page.locator("footer.acts").last
        expect(acts).to_be_visible()
        return acts

    def preview(self, shows):
        self.page.get_by_role("button", name="Preview").click()
        expect(self.page.locator(".notice .body")).to_contain_text(shows)

    def edit(self, text, becomes):
        self.open_more(text).get_by_role("link", name="Edit").click()
        self.page.get_by_label("Your comment, edited").fill(becomes)
        self.page.get_by_role("button", name="Save").click()
        expect(self.comment_that_says(becomes)).to_contain_text("edited")

    def mend(self, becomes):
        """Other words for what a moderator hid; the word of it leads to where they are written."""
        self.page.get_by_label("Your comment, edited").fill(becomes)
        self.page.get_by_role("button", name="Save").click()
        expect(self.comment_that_says(becomes)).to_be_visible()

    def delete(self, text):
        self.open_more(text).get_by_role("link", name="Delete").click()
        self.page.get_by_role("button", name="Delete it").click()
        expect(self.page.get_by_role("heading", name="Your comment is deleted")).to_be_visible()

    def bring_back(self, text):
        self.page.get_by_role("button", name="Bring it back").click()
        expect(self.comment_that_says(text)).to_be_visible()

    def accept(self, text):
        comment = self.comment_that_says(text)
        comment.locator("> .body").hover()
        comment.locator("> footer").get_by_role("button", name="Accept as answer").click()

    def flag(self, text, because):
        self.open_more(text).get_by_role("link", name="Flag").click()
        self.page.get_by_label(because).check()
        self.page.get_by_role("button", name="Flag it").click()
        expect(self.page.get_by_text("A moderator will look")).to_be_visible()

    # --- Moderating -----------------------------------------------------------------------------------------

    def hide(self, text):
        self.comment_that_says(text).get_by_role("link", name="Hide").first.click()

    def show_again(self, text):
        self.comment_that_says(text).get_by_role("button", name="Show again").first.click()
