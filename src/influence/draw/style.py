"""How pictures look: one frozen record of colours and sizes.

The colours of support run from blue to orange, which people with any of the common colour deficiencies tell apart
(Okabe and Ito, "Color universal design", 2008), and differ in lightness, so that they survive in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

__all__ = ["DARK", "LIGHT", "Style"]

_LIGHT = {
    "paper": "#ffffff",
    "ink": "#1b1f24",
    "faint": "#59636e",
    "line": "#8a94a0",
    "card": "#f7f8fa",
    "edge": "#c3cad2",
    "decider": "#1b1f24",
    "highlight": "#b3261e",
    "conflict": "#b3261e",
    "mentor": "#08306b",
    "supporter": "#2a7fbf",
    "neutral": "#8a94a0",
    "non_supporter": "#e08214",
    "enemy": "#8c3a00",
    "unknown": "#b9c0c8",
    "band": "#eef1f4",
    "series0": "#08519c",
    "series1": "#d95f02",
    "series2": "#1b9e77",
    "series3": "#7b3294",
    "series4": "#a6761d",
    "series5": "#e7298a",
}
_DARK = _LIGHT | {
    "paper": "#14181d",
    "ink": "#eef1f4",
    "faint": "#a7b1bc",
    "line": "#7d8894",
    "card": "#1f252c",
    "edge": "#46505b",
    "decider": "#eef1f4",
    "highlight": "#ff8a80",
    "conflict": "#ff8a80",
    "mentor": "#9ecae1",
    "supporter": "#4292c6",
    "neutral": "#8a94a0",
    "non_supporter": "#fdae6b",
    "enemy": "#e6550d",
    "unknown": "#59636e",
    "band": "#1a2027",
    "series0": "#6baed6",
    "series1": "#fdae6b",
    "series2": "#66c2a5",
    "series3": "#c2a5cf",
    "series4": "#dfc27d",
    "series5": "#f1a7cf",
}


@dataclass(frozen=True)
class Style:
    """Colours by name, and sizes in points.

    Parameters
    ----------
    colors : mapping
        Name → ``#rrggbb``.
    families : tuple of str
        Font families to try first, before those found for other scripts.
    name_size, text_size, small_size : float
        Sizes of names, of other text and of notes.
    card_width : float
    card_gap : float
        Between neighbouring cards.
    row_gap : float
        Between rows.
    margin : float

    Examples
    --------
    >>> Style().with_colors(ink="#000000").colors["ink"]
    '#000000'
    """

    colors: Mapping[str, str] = field(default_factory=lambda: dict(_LIGHT))
    families: tuple[str, ...] = ("DejaVu Sans",)
    name_size: float = 9.0
    text_size: float = 7.5
    small_size: float = 6.5
    card_width: float = 128.0
    card_gap: float = 12.0
    row_gap: float = 34.0
    margin: float = 18.0

    def with_colors(self, **colors: str) -> Style:
        """Return the style with some colours changed.

        Parameters
        ----------
        **colors : str
            ``#rrggbb`` by name.

        Returns
        -------
        Style
        """
        return replace(self, colors={**self.colors, **colors})


LIGHT = Style()
"""Dark on white."""
DARK = Style(colors=dict(_DARK))
"""Light on near black."""
