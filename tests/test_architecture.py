"""The rules of the house, read from the source with `ast`: who imports whom, and nothing newer than Python 3.6.
It owns the list of what is newer; a real 3.6, where there is one, proves the same by running the program."""

import ast
import importlib.util
import os
import sys
import sysconfig
from pathlib import Path
from typing import Iterator, List, NamedTuple, Set

import pytest

from build_scripts import ROOT

PROGRAM = ("app", "server", "chat_client.py", "chat_server.py")
EVERYTHING = (*PROGRAM, "build_scripts", "tests")
PURE = ("server/wire/", "server/world/", "app/")
MOVES_BYTES = ("app/cli_", "app/client.py", "app/connection.py", "app/dialing.py", "app/doctor", "app/encrypting.py",
               "app/keeping_passwords.py", "app/self_test.py",
               "app/terminal.py", "app/ui/")
IMPURE = {"socket", "ssl", "threading", "time", "sqlite3"}
# of the standard library, but not on every machine
ELSEWHERE = {"fcntl", "msvcrt", "readline", "resource", "termios", "tkinter", "tty", "winreg", "winsound"}

# libraries that add something where they are installed; each is known to one module alone
OPTIONAL = {
    "cryptography": "server/certificate.py",
    "ifaddr": "server/discovery.py",
    "keyring": "app/keeping_passwords.py",
    "segno": "app/qr.py",
    "zeroconf": "server/discovery.py",
}

NEWER_MODULES = {
    "contextvars",
    "dataclasses",
    "graphlib",
    "importlib.metadata",
    "importlib.resources",
    "tomllib",
    "zoneinfo",
}
NEWER_NAMES = set(
    """
    Annotated BooleanOptionalAction ExceptionGroup ForwardRef GenericAlias Literal NoneType ParamSpec Protocol
    SimpleQueue ThreadingHTTPServer TLSVersion TypeAlias TypedDict TypeGuard
    add_dll_directory asynccontextmanager bit_count cached_property create_server fromisoformat
    get_native_id get_running_loop has_dualstack_ipv6 is_relative_to isascii isqrt monotonic_ns nullcontext
    pairwise perf_counter_ns raise_signal randbytes removeprefix removesuffix runtime_checkable
    singledispatchmethod time_ns to_thread unparse unraisablehook with_stem
    """.split()
)
NEWER_OF_MODULE = {  # names too common to forbid on anything
    ("functools", "cache"),
    ("math", "comb"),
    ("math", "dist"),
    ("math", "lcm"),
    ("math", "perm"),
    ("math", "prod"),
    ("threading", "excepthook"),
    ("ttk", "Spinbox"),
    ("typing", "Final"),
    ("typing", "OrderedDict"),
    ("typing", "Self"),
    ("typing", "final"),
    ("typing", "get_args"),
    ("typing", "get_origin"),
}
NEWER_ARGUMENTS = {"capture_output", "dirs_exist_ok", "exit_on_error", "missing_ok"}
NEWER_ARGUMENTS_OF = {("basicConfig", "encoding"), ("basicConfig", "force"), ("subprocess", "text"), ("zip", "strict")}
NEWER_SYNTAX = ("Match", "NamedExpr", "TryStar", "TypeAlias")
GENERIC_SINCE_39 = {"dict", "frozenset", "list", "set", "tuple", "type"}


class Import(NamedTuple):
    """One imported module: its full dotted name, and the line that imports it."""

    module: str
    line: int


def sources(*places: str) -> List[Path]:
    """The Python files of the project under these files and folders that are there."""
    found: List[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert found, f"no source in {places}"
    return found


def name_of(path: Path) -> str:
    """A file's place in the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[Import]:
    """Every module that a file imports, anywhere in it; of `from a import b` both `a` and `a.b`."""
    package = name_of(path).replace("/", ".").split(".")[:-2]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join(above + ([node.module] if node.module else []))
            yield Import(module, node.lineno)
            for alias in node.names:
                yield Import(f"{module}.{alias.name}", node.lineno)


def is_within(module: str, *packages: str) -> bool:
    """True when a module is one of the packages or inside it."""
    return any(module == package or module.startswith(package + ".") for package in packages)


def offences(paths: List[Path], *packages: str) -> List[str]:
    """Where the files import any of the packages, as `file:line imports module`."""
    return sorted(
        {
            f"{name_of(path)}:{found.line} imports {package}"
            for path in paths
            for found in imports(path)
            for package in packages
            if is_within(found.module, package)
        }
    )


def assert_none(found: List[str]) -> None:
    """Fail with one offence a line."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_server_knows_nothing_of_the_app() -> None:
    """The arrow is single: server imports neither app nor tkinter, and nothing of the program imports the tests."""
    found = offences(sources("server", "chat_server.py"), "app", "tkinter")
    assert_none(found + offences(sources(*PROGRAM), "tests", "build_scripts"))


def test_only_the_ui_knows_tkinter() -> None:
    """Everything outside app/ui runs where there is no tkinter."""
    assert_none(offences([path for path in sources(*PROGRAM) if not name_of(path).startswith("app/ui/")], "tkinter"))


def test_the_core_knows_nothing_of_the_window() -> None:
    """What the window and the command line share imports nothing of the window; only the program's start opens it."""
    core = [path for path in sources("app") if not name_of(path).startswith(("app/ui/", "app/__main__.py"))]
    assert_none(offences(core, "app.ui"))


def test_pure_rooms_take_bytes_and_the_time_as_arguments() -> None:
    """The pure rooms import nothing that does input, output, threads or clocks."""
    pure = [path for path in sources(*PROGRAM) if name_of(path).startswith(PURE)]
    pure = [path for path in pure if not name_of(path).startswith(MOVES_BYTES)]
    assert_none(offences(pure, *sorted(IMPURE)))


def test_program_needs_the_standard_library_alone() -> None:
    """Nothing is imported but the standard library and the program itself, and each optional library in one place."""
    found: List[str] = []
    known: Set[str] = {"app", "server"} | ELSEWHERE
    for path in sources(*PROGRAM):
        for each in imports(path):
            top = each.module.split(".")[0]
            if OPTIONAL.get(top) == name_of(path):
                continue
            if top not in known and not is_standard(top):
                found.append(f"{name_of(path)}:{each.line} imports {top}")
            else:
                known.add(top)
    assert_none(found)


def is_standard(top: str) -> bool:
    """True for a top-level module that comes with Python."""
    if top in sys.builtin_module_names:
        return True
    spec = importlib.util.find_spec(top)
    if spec is None:
        return False
    if spec.origin == "frozen":
        return True
    origin = os.path.realpath(spec.origin or "")
    library = tuple(os.path.realpath(sysconfig.get_path(name)) + os.sep for name in ("stdlib", "platstdlib"))
    return origin.startswith(library) and "-packages" + os.sep not in origin


def test_nothing_is_newer_than_python_36() -> None:
    """No module, name, argument or syntax that came after Python 3.6 is used."""
    paths = [path for path in sources(*EVERYTHING) if path != Path(__file__).resolve()]
    assert_none([f"{name_of(path)}:{line}" for path in paths for line in newer_things(path)])


def newer_things(path: Path) -> Iterator[str]:
    """What a file uses that is newer than Python 3.6, as `line thing`."""
    for found in imports(path):
        module, _, name = found.module.rpartition(".")
        if is_within(found.module, *NEWER_MODULES):
            yield f"{found.line} imports {found.module}"
        elif (module.rpartition(".")[2], name) in NEWER_OF_MODULE or (module and name in NEWER_NAMES):
            yield f"{found.line} imports {name}"
        elif found.module == "__future__.annotations":
            yield f"{found.line} imports annotations from __future__"
    for node in ast.walk(parsed(path)):
        for thing in newer_in(node):
            yield f"{getattr(node, 'lineno', 0)} uses {thing}"


def newer_in(node: ast.AST) -> Iterator[str]:
    """What is newer than Python 3.6 in one node of a syntax tree."""
    if type(node).__name__ in NEWER_SYNTAX:
        yield type(node).__name__
    if isinstance(node, ast.Attribute):
        base = getattr(node.value, "attr", getattr(node.value, "id", ""))
        if node.attr in NEWER_NAMES or (base, node.attr) in NEWER_OF_MODULE:
            yield node.attr
    elif isinstance(node, ast.Subscript) and getattr(node.value, "id", "") in GENERIC_SINCE_39:
        yield f"{node.value.id}[...]"  # type: ignore
    elif isinstance(node, ast.Call):
        called = {getattr(part, "attr", getattr(part, "id", "")) for part in ast.walk(node.func)}
        for keyword in node.keywords:
            if keyword.arg in NEWER_ARGUMENTS or any((name, keyword.arg) in NEWER_ARGUMENTS_OF for name in called):
                yield f"{keyword.arg}="
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if getattr(node.args, "posonlyargs", []):
            yield "positional-only arguments"
        for annotation in [node.returns] + [argument.annotation for argument in node.args.args]:
            if isinstance(annotation, ast.BinOp):
                yield "X | Y as a type"


def test_every_module_says_what_it_owns() -> None:
    """Every module that holds anything begins with a docstring."""
    found: List[str] = []
    for path in sources(*EVERYTHING):
        tree = parsed(path)
        if tree.body and not ast.get_docstring(tree):
            found.append(f"{name_of(path)}:1 has no docstring")
    assert_none(found)


def test_every_test_states_its_fact() -> None:
    """Every test has a docstring, which states the fact that it proves."""
    found: List[str] = []
    for path in sources("tests"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node):
                found.append(f"{name_of(path)}:{node.lineno} {node.name} has no docstring")
    assert_none(found)


@pytest.mark.parametrize(
    "line",
    [
        "from dataclasses import dataclass",
        "import dataclasses",
        "from __future__ import annotations",
        "from typing import Final",
        "import typing\nx: typing.Literal['a']",
        "import queue\nqueue.SimpleQueue()",
        "import subprocess\nsubprocess.run(['a'], capture_output=True)",
        "import subprocess\nsubprocess.run(['a'], text=True)",
        "from tkinter import ttk\nttk.Spinbox()",
        "x: list[int] = []",
        "def f() -> int | None: ...",
    ],
)
def test_what_is_newer_is_found(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of the source finds what is newer than Python 3.6, each in its own shape."""
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    file = tmp_path / "newer.py"
    file.write_text(line + "\n")
    assert list(newer_things(file))
