"""Wrong passwords are counted where they come from."""

import pytest

from people.sign_in import counted_address


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "counted"),
    [
        (False, "", "10.0.0.1"),
        (False, "198.51.100.7", "10.0.0.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "made up, 198.51.100.7", "198.51.100.7"),
        (True, "", "10.0.0.1"),
    ],
)
def test_only_what_the_nearest_proxy_wrote_is_believed(rf, settings, behind_proxy, forwarded, counted):
    settings.INTRAMURAL_BEHIND_PROXY = behind_proxy
    request = rf.post("/accounts/login/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert counted_address(request) == counted
