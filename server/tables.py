"""The tables of the server's SQLite file, as the list of scripts that lead from each version of the schema to the next.

A script that was released is never changed; what comes later is appended.
"""
from typing import List

HISTORY = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,  -- Unix milliseconds << 20 | number within the millisecond; in hexadecimal it is the msgid
    target TEXT NOT NULL,    -- the folded room, two identities with a space between, or "!" and one of these: events
    command TEXT NOT NULL,   -- PRIVMSG, NOTICE, or the command of an event
    shown TEXT NOT NULL,     -- the target as it stood in the line
    source TEXT NOT NULL,    -- nick!user@host
    account TEXT NOT NULL,   -- the sender's, or empty
    text TEXT NOT NULL,      -- what follows the target in the line
    tags TEXT NOT NULL       -- client tags as they stood in the line
);
CREATE INDEX messages_of_target ON messages (target, id);
CREATE INDEX messages_of_nick ON messages (lower(substr(source, 1, instr(source, '!') - 1)), id);
CREATE TABLE conversations (  -- who may read which private messages, and by which nick of the other one they ask
    owner TEXT NOT NULL,
    nick TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (owner, nick, target)
) WITHOUT ROWID;
CREATE TABLE markers (  -- up to where somebody with an account has read
    account TEXT NOT NULL,
    target TEXT NOT NULL,
    at INTEGER NOT NULL,  -- Unix milliseconds
    PRIMARY KEY (account, target)
) WITHOUT ROWID;
CREATE TABLE facts (  -- single values: started = the last start in Unix milliseconds, sealed <target> = an id
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
"""

PEOPLE = """
CREATE TABLE accounts (
    likeness TEXT PRIMARY KEY,  -- the name as a person reads it, by which it is found
    name TEXT NOT NULL,
    password TEXT NOT NULL,     -- as server/passwords.py keeps it
    salt BLOB NOT NULL,         -- this and what follows: SCRAM-SHA-256
    iterations INTEGER NOT NULL,
    stored_key BLOB NOT NULL,
    server_key BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE operators (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL      -- as server/passwords.py keeps it
) WITHOUT ROWID;
CREATE TABLE bans (             -- of addresses, from the whole server
    mask TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL,    -- Unix seconds, here and below
    ends_at INTEGER NOT NULL    -- 0 = never
) WITHOUT ROWID;
CREATE TABLE rooms (            -- those with a topic, modes or bans of their own
    folded TEXT PRIMARY KEY,
    settings TEXT NOT NULL,     -- JSON
    used_at INTEGER NOT NULL
) WITHOUT ROWID;
"""

LETTERS = """
CREATE TABLE letters (          -- private messages that wait for somebody's login
    account TEXT NOT NULL,      -- folded
    message INTEGER NOT NULL,   -- the id
    PRIMARY KEY (account, message)
) WITHOUT ROWID;
"""

NAMES = """
CREATE TABLE names (            -- rooms that were renamed, and rooms under a name that another had before
    folded TEXT NOT NULL,       -- the room as it is called now
    place INTEGER NOT NULL,     -- order: what is said now goes to the last
    target TEXT NOT NULL,       -- under which its messages are
    shown TEXT NOT NULL,        -- its name as it is written
    PRIMARY KEY (folded, place)
) WITHOUT ROWID;
"""

NICK = "lower(substr(source, 1, instr(source, '!') - 1))"  # of a message's sender, folded; there is an index of it

MIGRATIONS: List[str] = [HISTORY, PEOPLE, LETTERS, NAMES]
