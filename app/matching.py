"""Where letters stand in a text, whatever their case, and how well a name fits a few letters.

Positions are those of the text itself, so that a front end can mark them; queries and names are cut to a bound.
"""
from typing import List, NamedTuple, Optional, Sequence, Tuple

MOST_QUERY = 200  # characters of what is looked for
MOST_NAME = 100  # characters of a name that are compared
MOST_WORDS = 20  # of one query

Mark = Tuple[int, int]  # first character, and the one behind the last

PREFIX, WORD, INSIDE, LETTERS = range(4)  # how a name fits, the best first


class Fit(NamedTuple):
    """How well a name fits some letters; a smaller one is better."""

    level: int  # PREFIX, WORD, INSIDE or LETTERS
    spread: int  # characters between the first and the last letter
    length: int  # of the name
    marks: Tuple[Mark, ...]


def folded(text: str) -> str:
    """The text without its case, in as many characters."""
    plain = text.casefold()
    if len(plain) == len(text):
        return plain
    return "".join(letter.casefold() if len(letter.casefold()) == 1 else letter for letter in text)


def occurrences(text: str, wanted: str, most: int = 1000) -> List[Mark]:
    """Where `wanted`, which is folded, stands in `text`; at most `most` places, none of which overlap."""
    found: List[Mark] = []
    if not wanted:
        return found
    plain, place = folded(text), 0
    while len(found) < most:
        place = plain.find(wanted, place)
        if place < 0:
            break
        found.append((place, place + len(wanted)))
        place += len(wanted)
    return found


def words_of(typed: str) -> Tuple[str, ...]:
    """The words of a query, folded."""
    return tuple(folded(typed[:MOST_QUERY]).split()[:MOST_WORDS])


def holds_all(text: str, words: Sequence[str]) -> bool:
    """Whether every one of the folded words stands in the text."""
    plain = folded(text)
    return all(word in plain for word in words)


def marks_of(text: str, words: Sequence[str]) -> Tuple[Mark, ...]:
    """Where any of the folded words stands in the text, in order, those that touch as one."""
    marks: List[Mark] = []
    for first, end in sorted(mark for word in words for mark in occurrences(text, word, 50)):
        if marks and first <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((first, end))
    return tuple(marks)


def fit(name: str, letters: str) -> Optional[Fit]:
    """How well the name fits the folded letters: it begins with them, a word of it does, it holds them, or it holds
    them in this order; None where it doesn't."""
    plain = folded(name[:MOST_NAME])
    bare = len(plain) - len(plain.lstrip("#&+!@"))  # a room's sign is no part of what people call it
    length = len(plain)
    if not letters:
        return Fit(PREFIX, 0, length, ())
    for start in (0, bare):
        if plain.startswith(letters, start):
            return Fit(PREFIX, 0, length, ((start, start + len(letters)),))
    places = [first for first, _ in occurrences(plain, letters)]
    if places:
        at_word = next((place for place in places if not plain[place - 1].isalnum()), None)
        level, place = (INSIDE, places[0]) if at_word is None else (WORD, at_word)
        return Fit(level, place, length, ((place, place + len(letters)),))
    return _in_order(plain, letters, length)


def _in_order(plain: str, letters: str, length: int) -> Optional[Fit]:
    marks: List[Mark] = []
    place = 0
    for letter in letters:
        place = plain.find(letter, place)
        if place < 0:
            return None
        if marks and marks[-1][1] == place:
            marks[-1] = (marks[-1][0], place + 1)
        else:
            marks.append((place, place + 1))
        place += 1
    return Fit(LETTERS, place - marks[0][0], length, tuple(marks))
