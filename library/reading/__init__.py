"""Taking the words out of documents, where a broken or hostile file can harm nobody.

``child`` reads one file in a process of its own, with limits that the kernel keeps; it imports nothing of Django and is
given neither settings nor secrets. ``confined`` starts it and waits. ``words`` keeps what it found.
"""
