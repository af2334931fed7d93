"""The accounts in the server's file: what is kept of a password, who is found under which name, and what a wrong answer
tells."""
import hashlib
import sqlite3
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

from server import accounts, passwords
from server.accounts import AccountTable, ServerAccounts, credentials_of
from server.database import Database
from server.scram import derive


def at_once(work: Callable[[], Any], done: Callable[[Any], None]) -> None:
    """Compute where a server's worker would."""
    done(work())


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A server's file."""
    opened = Database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def table(database: Database) -> AccountTable:
    """The accounts in it."""
    return AccountTable(database)


@pytest.fixture
def people(table: AccountTable) -> ServerAccounts:
    """The accounts as a network asks for them."""
    return ServerAccounts(at_once, table)


def test_password_fits_its_hash_only() -> None:
    """A kept password fits the one that it was made from, whatever the script, and no other."""
    stored = passwords.hashed("Пароль é")
    assert passwords.fits("Пароль é", stored)
    assert not passwords.fits("пароль é", stored)
    assert not passwords.fits("", stored)


def test_salt_is_new_each_time() -> None:
    """Two people with the same password have different hashes."""
    assert passwords.hashed("sesame") != passwords.hashed("sesame")


def test_password_is_kept_without_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python has no scrypt, PBKDF2 is used; and a scrypt hash from elsewhere opens nothing, but is explained."""
    monkeypatch.delattr(hashlib, "scrypt", raising=False)
    stored = passwords.hashed("sesame")
    assert stored.startswith("pbkdf2-sha256:")
    assert passwords.fits("sesame", stored)
    foreign = "scrypt:16384:AAAA:AAAA"
    assert not passwords.fits("sesame", foreign)
    assert "no scrypt" in passwords.why_unusable(foreign)


@pytest.mark.parametrize(
    "stored", ["", "sesame", "scrypt:3:AAAA:AAAA", "scrypt:16384:A:AAAA", "pbkdf2-sha256:9999999:AAAA:AAAA"]
)
def test_damaged_hash_opens_nothing(stored: str) -> None:
    """What is no kept password, or would take for ever, fits nothing and is explained."""
    assert not passwords.fits("sesame", stored)
    assert passwords.why_unusable(stored)


def test_nothing_fits_the_decoy() -> None:
    """The decoy is well-formed, and neither the empty password nor any other fits it."""
    assert not passwords.why_unusable(passwords.decoy())
    assert not passwords.fits("", passwords.decoy())


def test_account_survives_a_restart(tmp_path: Path) -> None:
    """An account that was added and committed is there when the file is opened again, with its SCRAM keys."""
    database = Database(tmp_path)
    made = credentials_of("sesame")
    assert AccountTable(database).add("Jilles", made)
    database.commit()
    database.close()
    database = Database(tmp_path)
    found = AccountTable(database).find("jilles")
    assert found is not None and found.name == "Jilles" and found.credentials == made
    keys = found.credentials.keys
    assert keys == derive("sesame", keys.salt, keys.iterations)
    database.close()


def test_password_stands_nowhere_in_the_file(tmp_path: Path, people: ServerAccounts, database: Database) -> None:
    """Neither an account's password nor an operator's can be read in the folder."""
    people.create("jilles", "open-sesame", lambda made: None)
    AccountTable(database).set_operator("root", passwords.hashed("open-sesame"))
    database.commit()
    for path in tmp_path.glob("intranetchat*"):
        assert b"open-sesame" not in path.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_file_is_the_owners_alone(database: Database) -> None:
    """Nobody else on the computer can read the file with the hashes, nor what SQLite keeps beside it."""
    database.change("INSERT INTO operators VALUES ('root', 'x')", ())
    files = list(database.path.parent.glob("intranetchat*"))
    assert len(files) == 3 and all(path.stat().st_mode & 0o077 == 0 for path in files)


def test_names_that_read_the_same_are_one_account(table: AccountTable) -> None:
    """An account is found by any spelling that a person reads as the same, and can't be made twice."""
    made = credentials_of("sesame")
    assert table.add("Jilles", made)
    assert not table.add("JILLES", made)
    assert table.find("ｊｉｌｌｅｓ") is not None
    assert table.find("jules") is None
    assert table.names() == ["Jilles"]


def test_password_can_be_changed_and_account_removed(table: AccountTable) -> None:
    """A new password replaces the old one; a removed account is gone; neither works on what isn't there."""
    assert not table.set_password("jilles", credentials_of("new"))
    assert not table.remove("jilles")
    table.add("jilles", credentials_of("old"))
    assert table.set_password("JILLES", credentials_of("new"))
    found = table.find("jilles")
    assert found is not None
    assert passwords.fits("new", found.credentials.password)
    assert not passwords.fits("old", found.credentials.password)
    assert table.remove("Jilles")
    assert table.find("jilles") is None


def test_right_password_gives_the_name(people: ServerAccounts) -> None:
    """`verify` answers with the name as it was registered; a wrong password and an unknown name with nothing."""
    answers: List[Any] = []
    people.create("Jilles", "sesame", answers.append)
    people.create("jilles", "another", answers.append)
    people.verify("jilles", "sesame", answers.append)
    people.verify("jilles", "another", answers.append)
    people.verify("nobody", "sesame", answers.append)
    people.verify("", "", answers.append)
    assert answers == [True, False, "Jilles", "", "", ""]
    assert people.owner_of("JILLES") == "Jilles"
    assert people.owner_of("nobody") == ""


def test_unknown_account_is_hashed_too(people: ServerAccounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password for a name that nobody has is hashed as any other, so that the time tells nothing."""
    asked: List[str] = []
    monkeypatch.setattr(accounts.passwords, "fits", lambda password, stored: bool(asked.append(stored)))
    people.verify("nobody", "sesame", lambda name: None)
    people.check("sesame", "", lambda fits: None)
    assert asked == [passwords.decoy()] * 2


def test_scram_keys_of_nobody_look_like_somebodys(people: ServerAccounts) -> None:
    """Asking for an unknown account gives the same salt each time, and another for each name."""
    first, again, other = (people.scram_keys(name) for name in ("nobody", "NOBODY", "else"))
    assert first.salt == again.salt != other.salt
    assert (len(first.salt), first.iterations) == (16, credentials_of("x").keys.iterations)


def test_operators_are_kept(table: AccountTable, people: ServerAccounts) -> None:
    """An operator's password can be set, checked, and taken away."""
    table.set_operator("root", passwords.hashed("sesame"))
    answers: List[bool] = []
    people.check("sesame", people.operator_password("root"), answers.append)
    people.check("wrong", people.operator_password("root"), answers.append)
    table.set_operator("root", "")
    people.check("sesame", people.operator_password("root"), answers.append)
    assert answers == [True, False, False]


def test_without_a_file_nobody_has_an_account() -> None:
    """A server that keeps nothing has no accounts, but can check an operator of its configuration."""
    nobody = ServerAccounts(at_once)
    answers: List[Any] = []
    nobody.create("jilles", "sesame", answers.append)
    nobody.verify("jilles", "sesame", answers.append)
    nobody.check("sesame", passwords.hashed("sesame"), answers.append)
    assert answers == [False, "", True]
    assert not nobody.available
    assert nobody.operator_password("root") == nobody.owner_of("jilles") == ""


def test_broken_file_lets_nobody_in(people: ServerAccounts, database: Database) -> None:
    """When the file can't be read, nobody is let in and nothing breaks."""
    people.create("jilles", "sesame", lambda made: None)
    database.connection.execute("DROP TABLE accounts")
    database.connection.execute("DROP TABLE operators")
    answers: List[Any] = []
    people.verify("jilles", "sesame", answers.append)
    people.create("other", "sesame", answers.append)
    assert answers == ["", False]
    assert people.operator_password("root") == ""
    with pytest.raises(sqlite3.Error):
        AccountTable(database).names()
