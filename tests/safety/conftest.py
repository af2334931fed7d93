"""What the tests of safety share with those of the server."""
from tests.server.conftest import serve

__all__ = ["serve"]
