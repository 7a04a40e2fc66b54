"""What a person writes in a thread: taken, formatted, put in its place, changed and taken back."""
