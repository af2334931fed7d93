"""The packaged program, built and chatted with as build_scripts/package.py does it for a person.
It owns nothing but the reasons why it cannot be done on this machine."""

import importlib.util
import sys
from pathlib import Path

import pytest

from build_scripts import ROOT
from build_scripts.programs import Program
from server.version import VERSION

MINUTES = 60.0  # seconds


@pytest.mark.package
@pytest.mark.display
@pytest.mark.timeout(10 * MINUTES)
@pytest.mark.skipif(importlib.util.find_spec("PyInstaller") is None, reason="PyInstaller is not installed")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the packaged program is checked on Linux")
def test_packaged_program_is_built_and_chats(tmp_path: Path) -> None:
    """The script builds the program, starts it as a server and as a window, and both are chatted with."""
    command = [sys.executable, str(ROOT / "build_scripts" / "package.py"), "--output", str(tmp_path)]
    with Program(command) as package:
        package.expect(rf"IntranetChat {VERSION} is ready", within=9 * MINUTES)
        assert package.ended() == 0
