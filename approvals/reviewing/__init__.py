"""What those who are asked have before them, on the site and in a mail, what they say of it, and what they saw."""
