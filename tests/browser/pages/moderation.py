class HideComment:
    """Asked before a comment is hidden."""

    def __init__(self, visitor):
        self.page = visitor.page

    def because(self, reason):
        self.page.get_by_role("textbox", name="Why").fill(reason)
        self.page.get_by_role("button", name="Hide it").click()
