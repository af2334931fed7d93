"""The config file: INI with a key for every option of the command line, which wins over it.

The section [server] has the options by their names without "--"; the section [operators] has names with passwords as
`operator-password --print` shows them. Paths in it begin at the file's own folder.
"""
import argparse
import configparser
import re
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from . import passwords

OPTIONS = "server"
OPERATORS = "operators"
_NO_KEYS = ("help", "version", "config")
_YES_OR_NO = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


class ConfigError(Exception):
    """A config file that can't be used; `sentence` names the file, the line and the remedy."""

    def __init__(self, path: Path, line: int, text: str) -> None:
        self.sentence: str = f"{path}, line {line}: {text}" if line else f"{path}: {text}"
        super().__init__(self.sentence)


class Entry(NamedTuple):
    """One line of the file: `key` = `text` in `section`."""

    section: str
    key: str
    text: str
    line: int


def settings(path: Path, parser: argparse.ArgumentParser) -> Dict[str, Any]:
    """What the file `path` says, as values for the arguments of `parser`; raises ConfigError."""
    actions = {
        option[2:]: action for action in parser._actions for option in action.option_strings if option[:2] == "--"
    }
    values: Dict[str, Any] = {}
    operators: List[Tuple[str, str]] = []
    for entry in _entries(path):
        if entry.section == OPERATORS:
            why = passwords.why_unusable(entry.text)
            if why:
                remedy = f'Write what "python3 -m server operator-password {entry.key} --print" shows.'
                raise ConfigError(path, entry.line, f"{why} {remedy}")
            operators.append((entry.key, entry.text))
            continue
        action = actions.get(entry.key)
        if action is None or entry.key in _NO_KEYS:
            known = ", ".join(sorted(set(actions) - set(_NO_KEYS)))
            raise ConfigError(path, entry.line, f"There is no option {entry.key}. There are: {known}.")
        values[action.dest] = _value(path, entry, action)
    values["operators"] = tuple(operators)
    return values


def _value(path: Path, entry: Entry, action: argparse.Action) -> Any:
    if action.nargs == 0:  # an option without a value, such as --no-history
        said = _YES_OR_NO.get(entry.text.lower())
        if said is None:
            raise ConfigError(path, entry.line, f"{entry.key}: write yes or no.")
        return action.const if said else action.default
    if isinstance(action, argparse._AppendAction):
        return [_converted(path, entry, action, word) for word in re.split(r"[\s,]+", entry.text) if word]
    if entry.key.endswith(("-file", "-dir", "-cert", "-key")):
        return _converted(path, entry, action, str(path.parent / Path(entry.text).expanduser()))
    return _converted(path, entry, action, entry.text)


def _converted(path: Path, entry: Entry, action: argparse.Action, text: str) -> Any:
    try:
        value = action.type(text) if callable(action.type) else text
    except (argparse.ArgumentTypeError, ValueError, TypeError) as error:
        raise ConfigError(path, entry.line, f"{entry.key}: {str(error).rstrip('.')}.") from None
    if action.choices is not None and value not in action.choices:
        raise ConfigError(path, entry.line, f"{entry.key}: write one of {', '.join(map(str, action.choices))}.")
    return value


def _entries(path: Path) -> List[Entry]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(path, 0, f"It can't be read: {error.strerror or error}. Check its name and rights.") from None
    except UnicodeDecodeError:
        raise ConfigError(path, 0, "It is not UTF-8 text. Save it as UTF-8.") from None
    file = configparser.ConfigParser(interpolation=None, default_section="\0", empty_lines_in_values=False)
    file.optionxform = str  # type: ignore
    try:
        file.read_string(text)
    except configparser.Error as error:
        raise _readable(path, error) from None
    for section in file.sections():
        if section not in (OPTIONS, OPERATORS):
            line = _line_of(text, section)
            raise ConfigError(path, line, f"There is no section [{section}]. There are [{OPTIONS}] and [{OPERATORS}].")
    return [
        Entry(section, key, value.strip(), _line_of(text, section, key))
        for section in file.sections()
        for key, value in file.items(section)
    ]


def _readable(path: Path, error: configparser.Error) -> ConfigError:
    line = getattr(error, "lineno", None) or 0
    if isinstance(error, configparser.MissingSectionHeaderError):
        return ConfigError(path, line, f"Write [{OPTIONS}] above the first option.")
    if isinstance(error, configparser.DuplicateOptionError):
        return ConfigError(path, line, f"{error.option} is there twice. Take one of them out.")
    if isinstance(error, configparser.DuplicateSectionError):
        return ConfigError(path, line, f"[{error.section}] is there twice. Make one section of them.")
    if isinstance(error, configparser.ParsingError) and error.errors:
        return ConfigError(path, error.errors[0][0], "That is no option. Options look like: port = 12345")
    return ConfigError(path, line, "It is no config file. Options look like: port = 12345")


def _line_of(text: str, section: str, key: Optional[str] = None) -> int:
    """The number of the line where `section` begins, or where `key` stands in it."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\[([^]]+)\]", line.strip())
        if header:
            here = header.group(1)
            if here == section and key is None:
                return number
        elif here == section and key is not None and re.match(re.escape(key) + r"\s*[=:]", line.strip()):
            return number
    return 0
