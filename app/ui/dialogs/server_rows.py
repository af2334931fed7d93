"""The saved servers on the page of general settings: connected at the start or not, renamed, forgotten.
What is done here shows in the sidebar at once.
"""

from tkinter import ttk
from typing import Any

from app.settings import SavedServer
from app.ui.dialogs.form import Form
from app.ui.spelling import showable
from app.ui.tooltip import Tooltip
from server.addresses import host_and_port


def add_servers(form: Form, window: Any, dialog: Any) -> None:
    """Add a row for each server; `dialog` is the dialog of the preferences."""
    saved = window.preferences.value.servers
    if not saved:
        form.caption("Servers that you connect to are listed here.")
    for server in saved:
        _add_row(form, window, dialog, server)


def _add_row(form: Form, window: Any, dialog: Any, server: SavedServer) -> None:
    theme, px, servers = form.theme, form.theme.px, window.servers
    address = host_and_port(server.host, server.port)
    row = ttk.Frame(form.frame, style="pane.TFrame")
    row.pack(fill="x", pady=(px(8), 0))
    name = showable(server.name or server.network or address, theme)
    words = ttk.Frame(row, style="pane.TFrame")
    forget = _button(form, row, f"forget {address}", "trash", "Forget this server",
                     lambda: (servers.forget_saved(server), dialog.redraw()))
    if not servers.may_forget(server):
        forget.state(["disabled"])
    _button(form, row, f"rename {address}", "edit", "Rename", lambda: _ask_name(window, dialog, server))
    at_start = form.switch_in(row, f"connect {address}", name, server.connect_at_start,
                              lambda on: servers.start_saved(server, on))
    at_start.pack(side="right", padx=(px(8), px(8)))
    ttk.Label(row, text="Connect at start", style="pane.Cap.TLabel").pack(side="right")
    words.pack(side="left", fill="x", expand=True)
    ttk.Label(words, text=name, style="pane.B.TLabel", anchor="w", width=1).pack(fill="x")
    ttk.Label(words, text=f"{address} · {server.username}" if server.username else address, style="pane.Cap.TLabel",
              anchor="w", width=1).pack(fill="x")


def _button(form: Form, row: ttk.Frame, key: str, icon: str, hint: str, command: Any) -> ttk.Button:
    button = ttk.Button(row, style="Icon.TButton", command=command)
    form.theme.dress(button, icon, "text2", 16)
    Tooltip(button, form.theme, hint)
    button.pack(side="right")
    form.controls[key] = button
    return button


def _ask_name(window: Any, dialog: Any, server: SavedServer) -> None:
    from app.ui.dialogs.ask import AskDialog

    def rename(name: str) -> None:
        window.servers.rename_saved(server, name)
        dialog.redraw()

    AskDialog(dialog.window, window.theme, "Rename the server", "The new name is shown to you alone.", "Name", "Rename",
              rename, initial=server.name or server.network, help_text="Leave it empty for the server’s own name.")
