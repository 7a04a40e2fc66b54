class Search:
    def __init__(self, visitor):
        self.page = visitor.page

    def search_for(self, words):
        """By key, as somebody who never leaves the keyboard."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
