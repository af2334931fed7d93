"""The first moments of the window."""

import subprocess
import sys

import pytest

from build_scripts import ROOT

OPEN = """
import sys
from app.__main__ import _options
from app.ui.appearance import SystemAppearance
from app.ui.native import make_root
from app.ui.opening import open_window
root = make_root()
window = open_window(root, SystemAppearance(command=()), _options([]))
root.update()
print(" ".join(sys.modules))
window.quit()
"""
WAITS_FOR_A_NEED = {"server.hub", "server.world", "sqlite3", "app.hosting", "app.detached", "inspect"}


@pytest.mark.once
def test_a_window_loads_no_server() -> None:
    """Until somebody hosts, nothing of the server's inside is loaded, nor what is slow to load and rarely used."""
    told = subprocess.run([sys.executable, "-c", OPEN], cwd=str(ROOT), stdout=subprocess.PIPE, timeout=60, check=True,
                          universal_newlines=True)
    loaded = set(told.stdout.split())
    assert "app.ui.window" in loaded and not loaded & WAITS_FOR_A_NEED
