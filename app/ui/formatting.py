"""What a message says, cut into paragraphs of (text, tags): links, code, bold, italics, names and emoji.
Owns what of a stranger's text may reach the screen; nothing is drawn here and no toolkit is needed.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import Iterator, List, NamedTuple, Pattern, Tuple
from urllib.parse import quote

from app.emoji import name_of

Span = Tuple[str, Tuple[str, ...]]  # what is shown, and the names of the inline tags it wears

LONGEST_LINE = 8000  # characters; a text widget becomes slow with longer ones
MOST_SPANS = 400     # of one line; a text widget takes seconds for a line with thousands, so the rest is plain
BREAK_WITHIN = 200   # characters before that limit in which a space is looked for
TAB = "    "

# Codes of mIRC and its successors: https://modern.ircdocs.horse/formatting
_IRC_CODES = re.compile("\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
                        "|[\x02\x0f\x11\x12\x16\x1d\x1e\x1f]")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# Control characters, marks that turn the direction of text (Unicode annex 9) and marks that shape nothing.
_HARMFUL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
                      "\ufff9-\ufffb]")
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NOT_ASCII = re.compile("[^ -~]")
_MARKED = re.compile("[*_`@\u203c-\u3299\U0001f000-\U0001faff]|://")  # without any of these there is nothing to format

_EMOJI_SHOWN = (  # characters that are pictures by themselves: Emoji_Presentation in emoji-data.txt, Unicode 15
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be"
    "\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757"
    "\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201"
    "\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f7e0-\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff")
_EMOJI_ASKED = (  # characters that become pictures when U+FE0F follows
    "\u203c\u2049\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6"
    "\u25c0\u25fb\u25fc\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299")
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"
_ONE_EMOJI = (f"(?:[{_EMOJI_SHOWN}]\ufe0f?|[{_EMOJI_ASKED}]\ufe0f)[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*")
_EMOJI = f"(?:{_FLAG}|{_KEYCAP}|{_ONE_EMOJI}(?:\u200d(?:{_ONE_EMOJI}|[{_EMOJI_ASKED}]))*)+"
_SPELLED = re.compile(f"{_FLAG}|[{_EMOJI_SHOWN}{_EMOJI_ASKED}]|[\U00010000-\U0010ffff]")
_EMOJI_RUN = re.compile(_EMOJI)
_ALTERING = re.compile("[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # no pictures by themselves

_NICK_END = r"\w\-\[\]{}|^\\"  # what may stand in a name, beside the dot
_TOKENS = (
    r"(?P<link>(?i:https?|ircs?)://[^\s<>\"]+)"
    r"|(?P<icode>`[^`]+`)"
    r"|(?P<strong>\*\*(?=[^\s*])[^*]+(?<=\S)\*\*)"
    r"|(?P<bold>(?<![\w*])\*(?=[^\s*])[^*]+(?<=\S)\*(?![\w*]))"
    r"|(?P<italic>(?<![\w/])_(?=[^\s_])[^_]+(?<=\S)_(?![\w/]))"
    r"|(?P<at>(?<![\w@])@[" + _NICK_END + r"](?:[" + _NICK_END + r".]*[" + _NICK_END + r"])?)"
    r"|(?P<emoji>" + _EMOJI + r")"
)
_FENCE = re.compile(r"```(?:[\w+#-]*\n)?(.*?)```", re.DOTALL)
_CODE_TOKENS = re.compile(
    r"(?P<c_comment>(?:#|//)(?:\s.*|$))"
    r"|(?P<c_string>\"[^\"]*\"|'[^']*')"
    r"|(?P<c_keyword>\b(?:and|as|assert|break|case|catch|class|const|continue|def|do|elif|else|except|export|false|False|finally"
    r"|fn|for|from|func|function|if|import|in|is|lambda|let|match|new|nil|None|not|null|or|pass|public|private|raise|return"
    r"|static|struct|switch|this|throw|true|True|try|type|var|void|while|with|yield)\b)"
    r"|(?P<c_number>\b\d[\d.]*\b)")
_WIDTHS = {"strong": 2, "bold": 1, "italic": 1}  # characters of the mark at each end


class Paragraph(NamedTuple):
    """One line of a message, without its line break."""

    code: bool         # part of a ``` block: shown as it stands, in the fixed-width font
    spans: List[Span]


def paragraphs(text: str, own_nick: str) -> List[Paragraph]:
    """Cut what somebody wrote into paragraphs of (text, tags); at least one.

    Tags: 'link', 'icode', 'bold', 'italic', 'at', 'atme' (own_nick), 'emoji', and in code 'c_comment', 'c_string',
    'c_keyword', 'c_number'. The marks of bold, italics and code are left out.
    """
    text = clean(text)
    if _is_plain(text, own_nick):
        return [Paragraph(False, [(line, ())]) for line in wrapped(text)]
    found: List[Paragraph] = []
    end = 0
    for fence in _FENCE.finditer(text):
        code = fence.group(1).strip("\n").rstrip()
        if code:
            _add_text(found, text[end:fence.start()].strip("\n"), own_nick)
            found += [Paragraph(True, _bounded(_code_spans(line))) for line in wrapped(code)]
            end = fence.end()
    _add_text(found, text[end:].lstrip("\n") if end else text, own_nick)
    return found or [Paragraph(False, [])]


def clean(text: str) -> str:
    """Return the text without what could harm a reader: colours, control characters, marks that turn its direction.

    Line breaks of every kind become one newline, a tab four spaces, a broken character U+FFFD.
    """
    if not _NOT_ASCII.search(text):
        return text
    text = _BREAKS.sub("\n", _IRC_CODES.sub("", text)).replace("\t", TAB)
    return _BROKEN.sub("\ufffd", _HARMFUL.sub("", text))


def harmless(text: str) -> str:
    """Return the text with its lines and tabs, without what commands or turns it."""
    return _HARMFUL.sub("", text) if _NOT_ASCII.search(text) else text


def one_line(text: str) -> str:
    """Return the cleaned text in one line, as for a name, a topic or a reason."""
    return clean(text).replace("\n", " ")[:LONGEST_LINE]


def wrapped(text: str) -> List[str]:
    """Return the lines of a text, those longer than LONGEST_LINE cut, between words where there is a space."""
    lines: List[str] = []
    for line in text.split("\n"):
        while len(line) > LONGEST_LINE:
            space = line.rfind(" ", LONGEST_LINE - BREAK_WITHIN, LONGEST_LINE)
            cut = space + 1 if space > 0 else LONGEST_LINE
            lines.append(line[:cut])
            line = line[cut:]
        lines.append(line)
    return lines


def spelled(text: str, draws_emoji: bool, beyond_16_bits: bool) -> str:
    """Return the text with emoji as ':their_name:', for a screen that can't show them.

    Without `beyond_16_bits` no character above U+FFFF is left: tkinter before Python 3.7.6 refuses them. With
    `draws_emoji` the others are left as they are.
    """
    if not _SPELLED.search(text):
        return text
    return _SPELLED.sub(lambda found: _name_of(found.group(), draws_emoji, beyond_16_bits), _ALTERING.sub("", text))


def unjoined(text: str) -> str:
    """Return the text with emoji that are made of several parts as those parts, for a screen that can't join them."""
    if not _ALTERING.search(text):
        return text
    return _EMOJI_RUN.sub(lambda run: _ALTERING.sub("", run.group()), text)


def escaped_link(link: str) -> str:
    """Return the same address with its emoji and characters above U+FFFF percent-encoded (RFC 3986 section 2.1)."""
    return _SPELLED.sub(lambda found: quote(found.group()), link)


def _is_plain(text: str, own_nick: str) -> bool:
    if _MARKED.search(text):
        return False
    return not own_nick or own_nick.lower() not in text.lower()


def _add_text(found: List[Paragraph], text: str, own_nick: str) -> None:
    if text.strip():
        found += [Paragraph(False, _bounded(_spans(line, own_nick, ()))) for line in wrapped(text)]


def _bounded(spans: Iterator[Span]) -> List[Span]:
    first = list(islice(spans, MOST_SPANS))
    rest = "".join(text for text, _ in spans)
    return first + [(rest, ())] if rest else first


def _spans(text: str, own_nick: str, tags: Tuple[str, ...]) -> Iterator[Span]:
    position = 0
    for token in _tokens(own_nick).finditer(text):
        kind, shown = token.lastgroup or "", token.group()
        end = token.end()
        if kind == "link":
            shown = _without_tail(shown)
            end = token.start() + len(shown)
        if token.start() > position:
            yield text[position:token.start()], tags
        position = end
        width = _WIDTHS.get(kind)
        if width:
            yield from _spans(shown[width:-width], own_nick, tags + ("bold" if kind == "strong" else kind,))
            continue
        yield shown[1:-1] if kind == "icode" else shown, tags + _tags_of(kind, shown, own_nick)
    if position < len(text):
        yield text[position:], tags


@lru_cache(maxsize=16)
def _tokens(own_nick: str) -> Pattern:
    if not own_nick:
        return re.compile(_TOKENS)
    own = rf"(?P<own>(?<![{_NICK_END}@.])(?i:@?{re.escape(own_nick)})(?![{_NICK_END}]))"
    return re.compile(_TOKENS.replace("|(?P<icode>", "|" + own + "|(?P<icode>", 1))


def _tags_of(kind: str, shown: str, own_nick: str) -> Tuple[str, ...]:
    if kind == "own" or (kind == "at" and shown[1:].lower() == own_nick.lower()):
        return ("atme",)
    return () if shown.endswith("://") else (kind,)


def _without_tail(link: str) -> str:
    """Leave the punctuation of the sentence around a link out of it; a bracket stays if it was opened inside."""
    unopened = {closer: link.count(closer) - link.count(opener) for opener, closer in ("()", "[]", "{}")}
    end = len(link)
    while link[end - 1] in ".,;:!?'*`|" or unopened.get(link[end - 1], 0) > 0:
        end -= 1
        if link[end] in unopened:
            unopened[link[end]] -= 1
    return link[:end]


def _code_spans(line: str) -> Iterator[Span]:
    position = 0
    for token in _CODE_TOKENS.finditer(line):
        if token.start() > position:
            yield line[position:token.start()], ()
        yield token.group(), (str(token.lastgroup),)
        position = token.end()
    if position < len(line):
        yield line[position:], ()


@lru_cache(maxsize=1024)
def _name_of(emoji: str, draws_emoji: bool, beyond_16_bits: bool) -> str:
    if draws_emoji and max(emoji) <= ("\U0010ffff" if beyond_16_bits else "\uffff"):
        return emoji
    if len(emoji) == 2 and emoji[0] >= "\U0001f1e6":
        return ":flag_{}:".format("".join(chr(ord(letter) - 0x1F1E6 + ord("a")) for letter in emoji))
    if not _IS_EMOJI.match(emoji):
        plain = unicodedata.normalize("NFKC", emoji)
        return emoji if beyond_16_bits else plain if max(plain) <= "\uffff" else "\ufffd"
    name = name_of(emoji)
    return name if name != emoji else ":{}:".format(unicodedata.name(emoji, "emoji").lower().replace(" ", "_"))


_IS_EMOJI = re.compile(f"[{_EMOJI_SHOWN}{_EMOJI_ASKED}\U0001f1e6-\U0001f1ff]")
