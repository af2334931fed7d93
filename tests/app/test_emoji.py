"""The table of emoji: each can be found by its name, and each is drawn as an emoji."""
from app.emoji import GROUPS, NAMES, USUAL, name_of, starting_with
from app.ui.formatting import paragraphs

EVERY = [emoji for _, group in GROUPS for emoji in group]


def test_names_and_characters_belong_together() -> None:
    """No name stands for two emoji, none has two names, and a name can be typed between colons."""
    assert len(NAMES) == len({emoji.text for emoji in EVERY}) == len(EVERY) > 300
    assert all(set(emoji.name) <= set("abcdefghijklmnopqrstuvwxyz_0123456789+-") for emoji in EVERY)
    assert all(name_of(emoji.text) == f":{emoji.name}:" for emoji in EVERY)


def test_the_message_pane_knows_every_one() -> None:
    """It gives each the font of emoji, whole."""
    assert [emoji for emoji in EVERY if paragraphs(emoji.text, "")[0].spans != [(emoji.text, ("emoji",))]] == []


def test_a_prefix_finds_names_first_then_other_words() -> None:
    """The shortest name comes first; other words and the parts of names are found, too."""
    assert [emoji.name for emoji in starting_with("ta")][:3] == ["taco", "tada", "taxi"]
    assert "thumbsup" in [emoji.name for emoji in starting_with(":good")]
    assert "four_leaf_clover" in [emoji.name for emoji in starting_with("LEAF")]
    assert starting_with("qqq") == [] and len(starting_with("", 5)) == 5


def test_what_has_no_name_stays_as_it_is() -> None:
    """So does a text; the mark that asks for a picture makes no difference."""
    assert (name_of("lol"), name_of("❤"), name_of("❤️")) == ("lol", ":heart:", ":heart:")
    assert all(name_of(text).startswith(":") for text in USUAL)
