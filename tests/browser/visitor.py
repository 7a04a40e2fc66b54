"""Somebody at a browser of their own."""

from django.conf import settings
from django.test import Client

from .chromium import PATIENCE
from .watching import Watch

DESK = {"width": 1280, "height": 900}


class Visitor:
    """One person, one browser context. ``page`` is Playwright's; page objects take the visitor."""

    def __init__(self, browser, home, person=None, *, javascript=True, size=None, **options):
        self.home = home
        self.context = browser.new_context(
            base_url=home,
            java_script_enabled=javascript,
            viewport=size or DESK,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.watch = Watch(self.context, home)
        if person is not None:
            self.become(person)
        self.page = self.context.new_page()

    def become(self, person):
        """Signed in without the form: a session as the form would have made it."""
        client = Client()
        client.force_login(person, backend="people.backends.FoldedNameBackend")
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.home}])

    def lose_session(self):
        """What an idle night does."""
        self.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def open(self, address):
        self.page.goto(address)
        return self.page

    def turn_the_page(self):
        """A fresh page, without leaving; what went wrong on the one before is told apart."""
        before, self.page = self.page, self.context.new_page()
        before.close()
        troubles = list(self.watch.troubles)
        self.watch.troubles.clear()
        return troubles

    def leave(self):
        """What went wrong on the pages that were opened. What pages send when they are closed stays at home: by then
        the house may be empty."""
        troubles = list(self.watch.troubles)
        self.context.set_offline(True)
        self.context.close()
        return troubles
