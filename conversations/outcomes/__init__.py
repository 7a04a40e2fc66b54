"""What came of a question or a decision."""
