"""The command lines for accounts and operators: `account add|password|remove|list` and `operator-password`.

They work on the server's file, whether or not a server is using it at the same time. A password is asked for on the
terminal, or is the first line of what is piped in; it never stands on a command line, where others could see it.
"""
import argparse
import getpass
import sqlite3
import sys
from pathlib import Path
from typing import Callable, Dict, Optional, Sequence

from . import passwords
from .accounts import AccountTable, credentials_of
from .commandline import Parser, complain, say
from .data import default_data_dir
from .database import FILE_NAME, Database, DatabaseError, DataDirInUse
from .wire.names import valid_nick
from .world.registering import advice_on, why_unfit


class Refused(Exception):
    """What was asked for can't be done; the text says why."""


def account(arguments: Sequence[str]) -> int:
    """Do `account ...`; returns the exit code: 0 done, 1 refused."""
    options = _account_parser().parse_args(arguments)
    return _done(options, lambda table: _ACTIONS[options.action](table, options.name))


def operator_password(arguments: Sequence[str]) -> int:
    """Do `operator-password ...`; returns the exit code: 0 done, 1 refused."""
    options = _operator_parser().parse_args(arguments)
    if options.shown:
        return _done(options, None)
    return _done(options, lambda table: _set_operator(table, options))


def _account_parser() -> Parser:
    parser = Parser(prog="chat_server.py account", description="The accounts of this server: whose name is whose.")
    actions = parser.add_subparsers(dest="action", metavar="add|password|remove|list")
    actions.required = True  # an argument of add_subparsers since 3.7
    for action, text in (
        ("add", "make an account"), ("password", "give an account another password"),
        ("remove", "take an account away"), ("list", "name all accounts"),
    ):  # fmt: skip
        each = actions.add_parser(action, help=text, description=text[:1].upper() + text[1:] + ".")
        each.set_defaults(name="", begins=action == "add")
        if action != "list":
            each.add_argument("name", metavar="NAME", help="name of the account, which is the nick that it protects")
        _add_folder(each)
    return parser


def _operator_parser() -> Parser:
    parser = Parser(
        prog="chat_server.py operator-password",
        description="Make somebody an operator of this server, who then writes OPER NAME PASSWORD.",
    )
    parser.add_argument("name", metavar="NAME", help="name of the operator")
    parser.add_argument("--print", action="store_true", dest="shown",
        help="keep nothing, but show the line for the section [operators] of a config file")
    parser.set_defaults(begins=True)
    parser.add_argument("--remove", action="store_true", help="let NAME be an operator no longer")
    _add_folder(parser)
    return parser


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), metavar="DIR",
        help="folder of the server's files (default: %(default)s)")


def _done(options: argparse.Namespace, change: Optional[Callable[[AccountTable], str]]) -> int:
    try:
        if change is None:
            say(f"{_operator_name(options.name)} = {passwords.hashed(_new_password(options.name))}")
            return 0
        database = _opened(options.data_dir, options.begins)
        try:
            say(change(AccountTable(database)))
        finally:
            database.close()
    except Refused as refusal:
        complain(str(refusal))
        return 1
    except DatabaseError as error:
        complain(error.sentence)
        return 1
    except sqlite3.Error as error:
        complain(f"The accounts in {options.data_dir} can't be used: {error}.")
        return 1
    return 0


def _opened(folder: Path, begins: bool) -> Database:
    if not begins and not (folder / FILE_NAME).exists():
        raise Refused(f"There is no server's file in {folder}. Name the server's folder with --data-dir.")
    try:
        return Database(folder)
    except DataDirInUse:
        return Database(folder, alone=False)


def _add(table: AccountTable, name: str) -> str:
    if not valid_nick(name):
        raise Refused(f"{name} can't be a name. Take up to 32 letters, digits and _ - . with a letter first.")
    found = table.find(name)
    if found is not None:
        remedy = f'"account password {found.name}" changes its password.'
        raise Refused(f"There is an account {found.name} already. {remedy}")
    table.add(name, credentials_of(_new_password(name)))
    return f"The account {name} is made."


def _set_password(table: AccountTable, name: str) -> str:
    known = _known(table, name)
    table.set_password(known, credentials_of(_new_password(known)))
    return f"The password of {known} is changed."


def _remove(table: AccountTable, name: str) -> str:
    known = _known(table, name)
    table.remove(known)
    return f"The account {known} is gone."


def _list(table: AccountTable, _: str) -> str:
    return "\n".join(table.names()) or 'There are no accounts. "account add NAME" makes one.'


_ACTIONS: Dict[str, Callable[[AccountTable, str], str]] = {
    "add": _add,
    "password": _set_password,
    "remove": _remove,
    "list": _list,
}


def _known(table: AccountTable, name: str) -> str:
    found = table.find(name)
    if found is None:
        raise Refused(f'There is no account {name}. "account list" names all.')
    return found.name


def _set_operator(table: AccountTable, options: argparse.Namespace) -> str:
    name = _operator_name(options.name)
    if options.remove:
        if not table.operator_password(name):
            raise Refused(f"There is no operator {name}.")
        table.set_operator(name, "")
        return f"{name} is an operator no longer."
    table.set_operator(name, passwords.hashed(_new_password(name)))
    return f"{name} is an operator, with: OPER {name} PASSWORD"


def _operator_name(name: str) -> str:
    if not valid_nick(name):
        raise Refused(f"{name} can't be an operator's name. Take letters, digits and _ - . with a letter first.")
    return name


def _new_password(name: str) -> str:
    password = _asked() if sys.stdin is not None and sys.stdin.isatty() else _piped()
    why = why_unfit(name, password)
    if why:
        raise Refused(why)
    if advice_on(password):
        complain(advice_on(password))
    return password


def _asked() -> str:
    try:
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise Refused("The two are not the same. Nothing was changed.")
    except (EOFError, KeyboardInterrupt):
        raise Refused("Nothing was changed.") from None
    return password


def _piped() -> str:
    line = sys.stdin.readline() if sys.stdin is not None else ""
    return line.rstrip("\r\n")
