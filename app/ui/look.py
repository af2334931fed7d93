"""How the window looks by the person's settings: palette, contrast, sizes, layout of the messages, times and dates.
Each change is drawn at once and kept.
"""

from typing import Any, Optional

from app.ui import native
from app.ui.dates import Dates, system_dates
from app.ui.geometry import limit_size
from app.ui.palette import DARK, LIGHT, Palette, more_contrast
from app.ui.theme import Theme, screen_scale
from app.ui.transcript_items import Manner, clock_of


class Look:
    """The look of one window and the settings behind it; Tk thread only."""

    def __init__(self, window: Any, scale: Optional[float] = None) -> None:
        """`window` is app.ui.window.ChatWindow; `scale` is the screen's own, asked of the screen by default."""
        self._window = window
        self.screen_scale = scale or screen_scale(window.root)
        self.theme = Theme(window.root, self._palette(), self._scale(), window.preferences.value.zoom / 100.0)

        self._dates: Optional[Dates] = None  # as the system writes them

    @property
    def dates(self) -> Dates:
        """How times and dates are written."""
        chosen, system = self._window.preferences.value.clock, self._system_dates()
        return system if chosen == "system" else system._replace(has_24_hours=chosen == "24")

    @property
    def manner(self) -> Manner:
        """How the messages are laid out."""
        chosen = self._window.preferences.value
        return Manner(chosen.compact, chosen.pictures, chosen.colour_names, chosen.joins)

    def clock(self, moment: float) -> str:
        """Return the time of day of a moment in Unix seconds."""
        return clock_of(self.dates, moment)

    def set_clock(self, has_24_hours: bool) -> None:
        """Write times with 24 or 12 hours; what the system does is followed when it changes."""
        hours = "24" if has_24_hours else "12"
        self._window.preferences.change(
            clock="system" if has_24_hours == self._system_dates().has_24_hours else hours)
        self._window.transcript.write_times(self.clock, lambda: self.dates)
        self._window.flow.refresh()

    def set_manner(self, **changes: Any) -> None:
        """Lay the messages out in another way; `changes` are those of a Manner."""
        self._window.preferences.change(**changes)
        self._window.transcript.read_as(self.manner)

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is in use."""
        return self.theme.c.name.startswith(DARK.name)

    def set_theme(self, name: str) -> None:
        """Use 'light', 'dark', or 'system' for what the desktop is set to."""
        self._window.preferences.change(theme=name)
        if name == "system":
            self._window.appearance.ask()
        self.follow()

    def set_contrast(self, more: bool) -> None:
        """Draw lines and quiet text stronger, or as usual."""
        self._window.preferences.change(more_contrast=more)
        self.follow()

    def follow(self) -> None:
        """Use the palette that the settings and the desktop ask for now."""
        palette = self._palette()
        if palette.name != self.theme.c.name:
            self.theme.apply(palette=palette)
            native.darken_title(self._window.root, self.is_dark)

    def set_zoom(self, zoom: float) -> None:
        """Draw everything larger or smaller; 1.0 is the actual size."""
        self.theme.apply(zoom=zoom)
        self._window.preferences.change(zoom=round(self.theme.zoom * 100))
        limit_size(self._window.root, self.theme)

    def set_scale(self, per_cent: int) -> None:
        """Have this many screen pixels for 100 design pixels; 0 for what the screen says."""
        self._window.preferences.change(scale=per_cent)
        self.theme.apply(scale=self._scale())
        limit_size(self._window.root, self.theme)

    def _system_dates(self) -> Dates:
        """How the system writes dates, asked when they are first needed."""
        if self._dates is None:
            self._dates = system_dates(native.locale_name(self._window.root))
        return self._dates

    def _scale(self) -> float:
        return self._window.preferences.value.scale / 100.0 or self.screen_scale

    def _palette(self) -> Palette:
        palette = DARK if self._wants_dark() else LIGHT
        return more_contrast(palette) if self._window.preferences.value.more_contrast else palette

    def _wants_dark(self) -> bool:
        chosen = self._window.preferences.value.theme
        return self._window.appearance.dark if chosen == "system" else chosen == "dark"
