"""A server's features are read as modern.ircdocs.horse writes them."""
import pytest

from app.isupport import ISupport


@pytest.mark.parametrize("word, value", [
    ("NETWORK=Studio\\x20LAN", "Studio LAN"),
    ("NETWORK=a\\x5Cb\\x3dc", "a\\b=c"),
    ("NETWORK=bell\\x07", "bell\\x07"),
    ("NETWORK=\\x2", "\\x2"),
    ("NETWORK", ""),
])
def test_escaped_characters_of_a_value_are_read(word: str, value: str) -> None:
    """A space, backslash or "=" comes as \\xHH; control characters and broken escapes stay as they are."""
    features = ISupport()
    features.read([word])
    assert features.tokens["NETWORK"] == value


def test_a_feature_can_be_taken_back() -> None:
    """-NAME takes the earlier NAME away, and the fold goes back to that of RFC 1459."""
    features = ISupport()
    features.read(["CASEMAPPING=ascii"])
    assert features.fold("A[") == "a["
    features.read(["-CASEMAPPING"])
    assert features.fold("A[") == "a{"
