"""What may be seen of values that hold secrets: logs, tracebacks and crash reports show the rest of them alone."""
from typing import Any


def veiled(value: Any, *secret: str) -> str:
    """The text of a NamedTuple as `repr` gives it, but for what the fields named in `secret` hold."""
    fields = zip(value._fields, value)
    shown = ("{}={}".format(name, "..." if field and name in secret else repr(field)) for name, field in fields)
    return "{}({})".format(type(value).__name__, ", ".join(shown))
