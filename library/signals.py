"""Word sent up from the library. Receivers run inside the sender's transaction: if one fails, nothing happened."""

from django.dispatch import Signal

words_read = Signal()  # document_id; what is known of a document's words has changed
