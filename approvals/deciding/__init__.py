"""What happens to a request from being submitted until it is settled: by those who decide, by an edit, by the clock."""
