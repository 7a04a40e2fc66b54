"""The two Content-Security-Policies: strict for our pages, the tightest that works for Wagtail's editor."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

PAGES: dict[str, list[str]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    # Embeds are drawn only after the reader's click, from these providers and no others.
    "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "manifest-src": [SELF],
    "media-src": [SELF],
}

# Wagtail 8.0 still writes inline scripts in its date and chooser widgets, and offers no nonce for them.
CMS: dict[str, list[str]] = PAGES | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF, *PAGES["frame-src"]],
    "worker-src": [SELF, "blob:"],
}
