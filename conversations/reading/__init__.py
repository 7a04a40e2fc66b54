"""How a thread is read: one query, one drawing kept for all, and what is one reader's own."""
