"""Word sent up from threads. Receivers run inside the sender's transaction: if one fails, nothing happened."""

from django.dispatch import Signal

comments_changed = Signal()  # pks, is_shown (whether readers see them now)
settled = Signal()  # article; what came of it has changed
