"""The colours: legible everywhere, the same tokens in every palette, and one hue per name."""

import pytest

from app.hues import HUES, nick_index
from app.ui.palette import DARK, LIGHT, TEXT_PAIRS, Palette, contrast, mix, more_contrast

PALETTES = [LIGHT, DARK, more_contrast(LIGHT), more_contrast(DARK)]
NAMED_SURFACES = ("pane", "side", "hover", "mention")


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_text_pair_is_legible(palette: Palette) -> None:
    """Each text stands out at least 4.5:1 from each surface it is used on."""
    poor = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_names_and_avatars_are_legible(palette: Palette) -> None:
    """Each of the ten name colours is legible in the transcript, and each letter on its avatar."""
    for hue in range(len(HUES)):
        assert contrast(palette.avatar_fill[hue], palette.avatar_ink[hue]) >= 4.5
        for surface in NAMED_SURFACES:
            assert contrast(palette.nick_ink[hue], palette[surface]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_fields_and_focus_have_visible_edges(palette: Palette) -> None:
    """The edge of a field and the focus ring stand out at least 3:1 (WCAG 2.1, 1.4.11)."""
    for edge in ("line2", "accent"):
        assert contrast(palette[edge], palette["field"]) >= 3.0


def test_the_palettes_have_the_same_tokens() -> None:
    """No token exists in one palette alone."""
    assert {frozenset(palette) for palette in PALETTES} == {frozenset(LIGHT)}


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21:1, a colour on itself 1:1, and the order does not matter."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01) == contrast("#FFFFFF", "#777777")


def test_a_name_has_one_hue_whatever_its_case() -> None:
    """FNV-1a of the case-folded name, as the published test values say, so every computer picks the same hue."""
    assert nick_index("a") == 0xE40C292C % 10
    assert nick_index("foobar") == 0xBF9CF968 % 10 == nick_index("FooBar")
    assert nick_index("") == 0x811C9DC5 % 10


def test_names_spread_over_all_hues() -> None:
    """A thousand names use every hue, none for more than a fifth of them."""
    counts = [0] * len(HUES)
    for number in range(1000):
        counts[nick_index(f"nick{number}")] += 1
    assert min(counts) > 0
    assert max(counts) < 200


def test_mix_goes_from_the_first_to_the_second() -> None:
    """The share says how far."""
    assert mix("#000000", "#FFFFFF", 0.0) == "#000000"
    assert mix("#000000", "#FFFFFF", 0.2) == "#333333"
    assert mix("#102030", "#FFFFFF", 1.0) == "#FFFFFF"


def test_a_palette_gives_tokens_and_takes_plain_colours() -> None:
    """colour() takes both; an unknown token is an error."""
    assert LIGHT.colour("pane") == "#FFFFFF" == LIGHT.colour("#FFFFFF")
    with pytest.raises(KeyError):
        LIGHT.colour("no-such-token")
