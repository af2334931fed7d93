"""What the tests of the real server share: servers on 127.0.0.1 that end with the test."""
from typing import Callable, Iterator, List

import pytest

from server.config import ServerConfig
from server.hub import ChatServer


@pytest.fixture
def serve() -> Iterator[Callable[..., ChatServer]]:
    """Start servers on 127.0.0.1, port 0; they are stopped after the test."""
    servers: List[ChatServer] = []

    def start(**settings: object) -> ChatServer:
        server = ChatServer(ServerConfig(host="127.0.0.1", port=0, name="test")._replace(**settings))
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()
