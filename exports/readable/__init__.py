"""Pages that can be read without any program: Markdown and HTML, with their files and threads beside them."""
