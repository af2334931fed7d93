"""The environment of the tools: made once for each Python, brought up to date when requirements.txt changes.
No real one is made here: what would run is only noted."""

from pathlib import Path
from typing import List, Optional

import pytest

from build_scripts import Problem, environment


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> List[List[str]]:
    """The commands that would be run, in a project of two requirements; making an environment makes its Python."""
    ran: List[List[str]] = []

    def run(command: List[str]) -> Optional[str]:
        ran.append(command)
        if "venv" in command:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return None

    (tmp_path / "requirements.txt").write_text("one==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path / "requirements.txt")
    monkeypatch.setattr(environment, "failure_of", run)
    monkeypatch.setattr(environment.os, "name", "posix")
    return ran


def test_it_is_made_once(commands: List[List[str]]) -> None:
    """The first time the environment is made and filled, the second time nothing runs."""
    python = environment.prepared_python()
    assert python.parts[-4:-2] == (".venv", environment.SHORT_VERSION)
    assert [("venv" in command, "pip" in command) for command in commands] == [(True, False), (False, True)]
    assert environment.prepared_python() == python
    assert len(commands) == 2


def test_changed_requirements_are_installed(commands: List[List[str]]) -> None:
    """A changed requirements.txt is installed into the environment that is there."""
    environment.prepared_python()
    environment.REQUIREMENTS.write_text("one==2\n")
    del commands[:]
    environment.prepared_python()
    assert [command[2:3] for command in commands] == [["pip"]]


def test_other_python_makes_its_own(commands: List[List[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python of the same version but from another place makes the environment anew."""
    environment.prepared_python()
    del commands[:]
    monkeypatch.setattr(environment.sys, "base_prefix", "/elsewhere")
    environment.prepared_python()
    assert "venv" in commands[0] and "--clear" in commands[0]


def test_failures_are_told_in_a_sentence(commands: List[List[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """What pip could not do is told with its reason and the remedy, and is tried again the next time."""
    real = environment.failure_of

    def no_network(command: List[str]) -> Optional[str]:
        return "ERROR: no network" if "pip" in command else real(command)

    monkeypatch.setattr(environment, "failure_of", no_network)
    for _ in range(2):
        with pytest.raises(Problem, match=r"could not be installed .ERROR: no network.*pypi\.org"):
            environment.prepared_python()


def test_missing_venv_is_named(commands: List[List[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Debian has split the venv module off, the sentence names its package."""
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"sudo apt install python3\.\d+-venv"):
        environment.prepared_python()


def test_last_words_of_a_command() -> None:
    """Of a command that fails, its error line is kept; of one that works, nothing."""
    python = environment.sys.executable
    assert environment.failure_of([python, "-c", "print('fine')"]) is None
    assert environment.failure_of([python, "-c", "print('ERROR: no.'); print('bye'); exit(3)"]) == "ERROR: no"
    assert environment.failure_of([python, "-c", "exit(3)"]) == "exit code 3"
