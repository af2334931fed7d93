"""The marks that people put around words: *bold*, _italics_ and `code`, put on and taken off a text.
Pure, so that it is tested without a window.
"""

SIGNS = {"bold": "*", "italics": "_", "code": "`"}
FENCE = "```"


def toggled(text: str, style: str) -> str:
    """Return the text with the marks of a style around it, or without them where it has them.

    Spaces at its ends stay outside, since marks have to touch the words; code of several lines gets a fence.
    """
    core = text.strip(" ")
    before, after = text[:len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")):]
    if style == "code" and "\n" in core:
        return before + _fenced(core) + after
    sign = SIGNS[style]
    if len(core) > 2 and core.startswith(sign) and core.endswith(sign):
        return before + core[1:-1] + after
    return before + sign + core + sign + after if core else text + sign + sign


def _fenced(text: str) -> str:
    if text.startswith(FENCE) and text.endswith(FENCE) and len(text) > 2 * len(FENCE):
        return text[len(FENCE):-len(FENCE)].strip("\n")
    return FENCE + "\n" + text + "\n" + FENCE
