"""A labelled set: what people start, and which of five hundred earlier write-ups they should be shown."""
