"""Drafts in their file: kept and read again, bounded, and never the end of the program."""

import json
import os
from pathlib import Path

from app.drafts import MOST_DRAFTS, MOST_LETTERS, Drafts

PLACE = "studio.lan:12345"


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    """By server and conversation, whatever the case of the name; spaces alone are no draft."""
    path = str(tmp_path / "data" / "drafts.json")
    drafts = Drafts(path)
    assert drafts.load() == ""
    drafts.keep(PLACE, "#Design", "half a sentence 😀\nand more")
    drafts.keep(PLACE, "Ben", "psst")
    drafts.keep(PLACE, "ben", " \n")
    drafts.save()
    again = Drafts(path)
    again.load()
    assert again.get(PLACE, "#design") == "half a sentence 😀\nand more"
    assert again.of(PLACE) == [("#Design", "half a sentence 😀\nand more")] and again.get("other:1", "#design") == ""


def test_nothing_new_is_not_written(tmp_path: Path) -> None:
    """Without a change there is no file."""
    path = str(tmp_path / "drafts.json")
    drafts = Drafts(path)
    drafts.keep(PLACE, "#a", "")
    drafts.save()
    assert not os.path.exists(path)


def test_the_file_is_bounded(tmp_path: Path) -> None:
    """The oldest go first, and one is cut."""
    drafts = Drafts(str(tmp_path / "drafts.json"))
    for number in range(MOST_DRAFTS + 5):
        drafts.keep(PLACE, f"#{number}", "x" * (MOST_LETTERS + 1))
    assert len(drafts.of(PLACE)) == MOST_DRAFTS and not drafts.get(PLACE, "#4")
    assert len(drafts.get(PLACE, "#5")) == MOST_LETTERS


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    """A sentence says where; what has the wrong form inside is left out."""
    path = tmp_path / "drafts.json"
    path.write_text("{no json")
    assert "A copy was kept at" in Drafts(str(path)).load()
    path.write_text(json.dumps({PLACE: {"#a": 7, "#b": "kept"}, "other:1": [1]}))
    drafts = Drafts(str(path))
    assert drafts.load() == "" and drafts.of(PLACE) == [("#b", "kept")]
