"""What tests of threads may ask for."""

import pytest

from conversations.writing import editing, posting


@pytest.fixture
def unhurried(monkeypatch):
    """The pace of one person is tested elsewhere; in rounds of people at once few people write much."""
    monkeypatch.setattr(posting, "COMMENTS_A_MINUTE", 10**6)
    monkeypatch.setattr(editing, "EDITS_A_MINUTE", 10**6)
