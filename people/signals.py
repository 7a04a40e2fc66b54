"""Word sent up from people. Receivers run inside the sender's transaction: if one fails, nothing happened."""

from django.dispatch import Signal

anonymised = Signal()  # person (as they are now), name, username (as they were)
