"""What waits for somebody: found, shown on their desk, and told in the morning."""
