"""The matrix of a QR code (ISO/IEC 18004) for a short text.

The one module that needs the segno library: without it links are shown without a code.
"""
from typing import List, Optional

QUIET = 4  # modules of white that stand around a code, ISO/IEC 18004 section 5.3.8


def matrix(text: str) -> Optional[List[List[bool]]]:
    """The rows of the code, True for black, without the quiet zone; None without the library, or too long a text."""
    try:
        import segno
    except ImportError:
        return None
    try:
        code = segno.make(text, micro=False, error="m")
    except ValueError:  # segno.DataOverflowError
        return None
    return [[bool(module) for module in row] for row in code.matrix]
