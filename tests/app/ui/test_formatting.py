"""What strangers write becomes harmless pieces of text: each test states one fact of app/ui/formatting.py."""

import time
from typing import List, Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.formatting import (
    LONGEST_LINE,
    clean,
    escaped_link,
    one_line,
    paragraphs,
    spelled,
    unjoined,
    wrapped,
)

Spans = List[Tuple[str, Tuple[str, ...]]]


def spans(text: str, own_nick: str = "Alex") -> Spans:
    """The spans of a message of one paragraph."""
    (paragraph,) = paragraphs(text, own_nick)
    assert not paragraph.code
    return paragraph.spans


def tagged(text: str, tag: str, own_nick: str = "Alex") -> List[str]:
    """What of a message wears a tag."""
    return [shown for paragraph in paragraphs(text, own_nick) for shown, tags in paragraph.spans if tag in tags]


def test_plain_text_is_one_span_without_tags():
    """A message without any mark is one span."""
    assert spans("Lunch at 12: who comes?") == [("Lunch at 12: who comes?", ())]


def test_an_empty_message_is_one_empty_paragraph():
    """Even nothing gives a paragraph, so that every message takes a row."""
    assert len(paragraphs("", "Alex")) == 1


@pytest.mark.parametrize(("text", "link"), [
    ("see http://a.lan/x.", "http://a.lan/x"),
    ("(https://a.lan/x)", "https://a.lan/x"),
    ("https://a.lan/x_(y)!", "https://a.lan/x_(y)"),
    ("<http://a.lan>", "http://a.lan"),
    ("irc://a.lan:6667/#room, come", "irc://a.lan:6667/#room"),
    ("HTTP://A.LAN/?q=1&r=2#s", "HTTP://A.LAN/?q=1&r=2#s"),
    ("*http://a.lan/*", "http://a.lan/"),
])
def test_links_end_where_the_sentence_goes_on(text, link):
    """The punctuation around a link is no part of it; a bracket opened inside is."""
    assert tagged(text, "link") == [link]


@pytest.mark.parametrize("text", [
    "javascript:alert(1)", "file:///etc/passwd", "ftp://a.lan/", "data:text/html,x", "http://", "http://...",
    "www.a.lan",
])
def test_other_schemes_are_no_links(text):
    """Only http, https and irc addresses become links."""
    assert tagged(text, "link") == []


@pytest.mark.parametrize(("text", "tag", "shown"), [
    ("a *b c* d", "bold", ["b c"]),
    ("a **b c** d", "bold", ["b c"]),
    ("a _b c_ d", "italic", ["b c"]),
    ("a `*b*` c", "icode", ["*b*"]),
    ("**a _b_**", "italic", ["b"]),
])
def test_marks_style_what_they_enclose(text, tag, shown):
    """Stars, underscores and backticks style the words between them and are left out."""
    assert tagged(text, tag) == shown
    assert "*" not in "".join(words for words, tags in spans(text) if "icode" not in tags)


@pytest.mark.parametrize("text", ["2*3*4", "snake_case_name", "* a *", "_ a _", "a_b_", "**", "****", "__", "/a/_b_/"])
def test_marks_inside_words_are_plain(text):
    """Arithmetic, names with underscores and lone marks stay as they were written."""
    assert "".join(shown for shown, _ in spans(text)) == text
    assert not tagged(text, "bold") and not tagged(text, "italic")


def test_names_after_an_at_sign_are_tagged_and_ones_own_stands_out():
    """@name is 'at', one's own nick 'atme', with or without the at sign, whatever its case."""
    assert tagged("@Mara, @tom: look", "at") == ["@Mara", "@tom"]
    assert tagged("hi alex, @Alex! ALEX", "atme") == ["alex", "@Alex", "ALEX"]
    assert tagged("alexander mail@alex.lan alex2", "atme") == []
    assert tagged("mail me at a@b.lan", "at") == []


@pytest.mark.parametrize("nick", ["a.b", "[x]", "x|y", "^o^", "_a_", "a-b", "Zoë", "*"])
def test_any_nick_is_found_as_it_stands(nick):
    """Signs in a nick have no meaning of their own."""
    assert tagged(f"hello {nick} and bye", "atme", nick) == [nick]


def test_a_code_block_keeps_its_lines_and_blanks():
    """Between ``` fences nothing is formatted, and each line is a paragraph of code."""
    said = paragraphs("look:\n```py\nif *a*:\n    b()\n```\nthanks", "Alex")
    assert [paragraph.code for paragraph in said] == [False, True, True, False]
    lines = ["".join(text for text, _ in paragraph.spans) for paragraph in said]
    assert lines == ["look:", "if *a*:", "    b()", "thanks"]


def test_code_is_coloured_by_its_tokens():
    """Keywords, strings, numbers and comments of code have tags."""
    said = paragraphs('```\nreturn "x" + 12  # why\n```', "Alex")
    assert said[0].spans == [("return", ("c_keyword",)), (" ", ()), ('"x"', ("c_string",)), (" + ", ()),
                             ("12", ("c_number",)), ("  ", ()), ("# why", ("c_comment",))]


def test_an_open_fence_is_plain_text():
    """``` without its end is shown as written."""
    assert spans("```never closed") == [("```never closed", ())]


def test_runs_of_emoji_are_one_span():
    """Emoji with their skin colours, joiners, flags and key caps are tagged together."""
    assert tagged("a 😀👍🏽 b 👨‍👩‍👧 c ❤️ d 🇩🇪 e 1️⃣", "emoji") == ["😀👍🏽", "👨‍👩‍👧", "❤️", "🇩🇪", "1️⃣"]
    assert tagged("→ ✓ ☂ 12 © ", "emoji") == []


def test_irc_colours_and_styles_are_taken_out():
    """The codes of mIRC go, and their numbers with them; numbers that follow stay."""
    assert clean("\x0304,12red\x03 \x02bold\x02 \x1d\x1f\x16\x0f\x11\x1e\x04FF0000hex 5") == "red bold hex 5"
    assert clean("\x03123") == "3"


def test_what_could_harm_a_reader_is_taken_out():
    """Control characters and marks that turn the direction of text do not reach the screen."""
    assert clean("a\x00b\x1bc\x7f\x9bd\u202ee\u2066f\u200fg\ufeffh") == "abcdefgh"
    assert clean("tab\there") == "tab    here"
    assert clean("half \ud83d of a pair") == "half \ufffd of a pair"


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n", "\x0b", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_one(line_break):
    """Whatever breaks a line elsewhere is one paragraph break here, and a space where only one line fits."""
    assert len(paragraphs(f"a{line_break}b", "Alex")) == 2
    assert one_line(f"a{line_break}b") == "a b"


def test_very_long_lines_are_cut_between_words():
    """No paragraph is longer than LONGEST_LINE, and nothing is lost."""
    text = "word " * 5000
    said = paragraphs(text, "Alex")
    lines = ["".join(shown for shown, _ in paragraph.spans) for paragraph in said]
    assert max(map(len, lines)) <= LONGEST_LINE and "".join(lines) == text
    assert all(line.endswith(" ") for line in lines)
    assert [len(line) for line in wrapped("x" * 20000)] == [8000, 8000, 4000]


def test_emoji_are_spelled_for_screens_that_cannot_draw_them():
    """An emoji becomes its name between colons; with 16 bits only no larger character is left."""
    assert spelled("ok 👍🏽 ❤️ 🇩🇪", False, True) == "ok :thumbsup: :heart: :flag_de:"
    assert spelled("𝐀 𠀀", False, True) == "𝐀 𠀀"
    assert spelled("𝐀 𠀀", False, False) == "A \ufffd"
    assert spelled("✓ ☂ 👍", True, False) == "✓ ☂ :thumbsup:"
    assert escaped_link("http://a.lan/👍") == "http://a.lan/%F0%9F%91%8D"


def test_joined_emoji_fall_into_parts_for_screens_that_cannot_join_them():
    """Joiners, skin colours and key caps go where they alter an emoji, and stay in words of other scripts."""
    assert unjoined("👨‍👩‍👧 👍🏽 ❤️ 1️⃣") == "👨👩👧 👍 ❤ 1"
    assert unjoined("نمی‌خواهم क्‍ष") == "نمی‌خواهم क्‍ष"


@pytest.mark.parametrize("text", [
    "**a" * 3000, "_a " * 3000, "`" * 9000, "http://" * 2000, "```" * 3000, "*a " * 4000, "😀\u200d" * 4000, "@" * 9000,
    "http://" + ")" * 8000, "alex" * 2000, "\x03" * 9000, "[" * 9000, '```"' + "'" * 8000 + "```",
])
def test_hostile_text_is_read_in_time(text):
    """No pattern makes the reading slow: 9,000 characters take far less than a second."""
    start = time.process_time()
    paragraphs(text, "alex")
    assert time.process_time() - start < 0.5


@given(st.text(), st.text(max_size=8))
def test_no_text_breaks_it_or_smuggles_anything(text, own_nick):
    """Of any text at all, no control character or line break is left in a span, and no span is without words."""
    for paragraph in paragraphs(text, own_nick):
        for shown, _ in paragraph.spans:
            assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or "\u202a" <= sign <= "\u202e" for sign in shown)


@given(st.text(alphabet="ab*_` @:/h.tp()\n"))
def test_words_are_never_lost(text):
    """Whatever is formatted, every letter is still there, in order."""
    shown = "".join(words for paragraph in paragraphs(text, "ab") for words, _ in paragraph.spans)
    assert [sign for sign in shown if sign.isalpha()] == [sign for sign in text if sign.isalpha()]


@given(st.text(), st.booleans())
def test_spelled_text_fits_in_16_bits(text, draws_emoji):
    """Without the larger characters allowed, none is left."""
    assert all(sign <= "\uffff" for sign in spelled(text, draws_emoji, False))
