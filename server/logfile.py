"""The server's log in its data folder, written alike by a server of its own and by one inside the window."""
import logging
import logging.handlers
import os

NAME = "server.log"
FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SIZE = 1 << 20  # bytes until the log begins a new file
_KEPT = 3  # former files


def log_handler(folder: str) -> logging.Handler:
    """A handler that writes into the log of `folder`, which is made where it is missing; raises OSError."""
    os.makedirs(folder, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        os.path.join(folder, NAME), maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter(FORM))
    return handler
