"""The dialog that asks how somebody is banned, driven as a person does."""

import tkinter as tk
from typing import List

from app.order import ServerBan
from app.ui.dialogs import ban
from app.ui.dialogs.ban import BanDialog
from app.ui.theme import Theme
from tests.app.ui.dialogs.driver import fill, press, shown, texts


def test_a_ban_of_name_and_address(root: tk.Tk, theme: Theme) -> None:
    """By default it is for ever and for both; the reason and another duration are handed over."""
    wanted: List[ServerBan] = []
    dialog = shown(BanDialog(root, theme, "Mara", "10.0.0.9", wanted.append))
    assert "Ban Mara?" in list(texts(dialog.window))
    fill(dialog.fields["reason"], " spam ")
    dialog.duration.set("1h")
    press(dialog, "<Return>")
    assert wanted == [ServerBan("1h", "spam", True, True)] and dialog.closed


def test_neither_name_nor_address_is_said(root: tk.Tk, theme: Theme) -> None:
    """A ban of nothing is refused in the dialog; without an address there is no choice."""
    wanted: List[ServerBan] = []
    dialog = shown(BanDialog(root, theme, "Mara", "10.0.0.9", wanted.append))
    dialog.by_name.set(False)
    dialog.by_address.set(False)
    dialog.submit()
    assert not dialog.closed and ban.NOT_BOTH in list(texts(dialog.window)) and not wanted
    dialog.close()
    alone = shown(BanDialog(root, theme, "Mara", "", wanted.append))
    alone.submit()
    assert wanted == [ServerBan("0", "", True, False)]
