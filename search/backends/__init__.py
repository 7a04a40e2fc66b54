"""The two database backends of Wagtail's search, without what makes them slow at ten thousand pages."""
