"""What the settings must say."""

from django.test import override_settings

from approvals.checks import check_settings


def test_settings_that_would_publish_unseen_words_are_refused():
    assert check_settings() == []
    with override_settings(
        WAGTAIL_FINISH_WORKFLOW_ACTION="wagtail.workflows.publish_workflow_state",
        WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT=False,
    ):
        assert [found.id for found in check_settings()] == ["approvals.E001", "approvals.E002"]
