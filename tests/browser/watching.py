"""What no page may do while somebody uses it: complain in the console, fail a request, break its policy, call out."""

from urllib.parse import urlsplit

# A policy that is broken says so in the console; this makes it say what and where, also where Chromium is silent.
REPORT_BROKEN_POLICY = """
document.addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sourceFile, lineNumber } = event;
  console.error(`Content-Security-Policy: ${violatedDirective} stopped ${blockedURI} at ${sourceFile}:${lineNumber}`);
});
"""
# Chromium repeats every answer from 400 on in the console, without saying which; the answer itself is watched.
_REPEATED = "Failed to load resource: the server responded with a status of"
# What somebody leaves behind by going to another page.
_LEFT = "net::ERR_ABORTED"


class Watch:
    """Collects what went wrong on all pages of one browser context."""

    def __init__(self, context, home):
        self.troubles = []
        self._home = urlsplit(home).netloc
        self._expected = set()
        context.add_init_script(REPORT_BROKEN_POLICY)
        context.on("console", self._said)
        context.on("weberror", lambda error: self._note(f"script failed: {error.error}"))
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def expect(self, *statuses):
        """Answers that belong to the story from here on: the 404 of a page that is not there."""
        self._expected = set(statuses)

    def _note(self, trouble):
        self.troubles.append(trouble)

    def _said(self, message):
        if message.type in {"error", "warning"} and not message.text.startswith(_REPEATED):
            self._note(f"console {message.type} at {message.location.get('url', '')}: {message.text}")

    def _asked(self, request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != self._home:
            self._note(f"asked another host: {request.url}")

    def _failed(self, request):
        if request.failure != _LEFT:
            self._note(f"request failed: {request.method} {request.url}: {request.failure}")

    def _answered(self, response):
        if response.status >= 400 and response.status not in self._expected:
            self._note(f"answered {response.status}: {response.request.method} {response.url}")
