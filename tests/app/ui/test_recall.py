"""What the entry field remembers: the texts sent, and the completions of a word."""

from typing import List, Optional

import pytest

from app.ui.recall import Completion, SentTexts

WORDS = ["/join", "/jump", "#lobby", "Alex", "Alma", "Bob"]


def turns(before: str, count: int, step: int = 1) -> Optional[List[str]]:
    """What Tab shows, pressed `count` times."""
    completion = Completion.begin(before, WORDS)
    return [completion.turn(step) for _ in range(count)] if completion is not None else None


def test_walking_back_and_forth_keeps_what_was_being_written() -> None:
    """Older texts come back in turn, and after the newest the unsent text stands there again."""
    sent = SentTexts(["one", "two"])
    assert [sent.walk(-1, "draft"), sent.walk(-1, "two"), sent.walk(-1, "one")] == ["two", "one", None]
    assert [sent.walk(1, "one"), sent.walk(1, "two"), sent.walk(1, "draft")] == ["two", "draft", None]


def test_a_text_sent_meanwhile_is_the_first_to_come_back() -> None:
    """The list is the conversation's own and grows; restart goes to its end."""
    texts = ["one"]
    sent = SentTexts(texts)
    assert sent.walk(-1, "") == "one"
    texts.append("two")
    sent.restart()
    assert sent.walk(-1, "") == "two"


def test_tab_goes_through_the_nicks() -> None:
    """Each Tab shows the next nick that begins so, whatever its case, and after the last the first."""
    assert turns("hello al", 3) == ["@Alex ", "@Alma ", "@Alex "]
    assert turns("hello @AL", 2) == ["@Alex ", "@Alma "]


def test_shift_tab_goes_the_other_way() -> None:
    """Backwards it begins with the last."""
    assert turns("al", 2, -1) == ["@Alma ", "@Alex "]


@pytest.mark.parametrize("before, first", [("/jo", "/join "), ("see #lo", "#lobby "), ("B", "@Bob ")])
def test_commands_rooms_and_nicks(before: str, first: str) -> None:
    """Each kind is completed in its own form."""
    assert turns(before, 1) == [first]


@pytest.mark.parametrize("before", ["", "hello ", "zz", "say /jo", "Alex\n"])
def test_nothing_to_complete(before: str) -> None:
    """Behind a space, in an empty field, for unknown words and for a command in the middle there is nothing."""
    assert turns(before, 1) is None
