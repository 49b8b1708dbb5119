"""Fonts that have the glyphs, and the width of text before it is laid out."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from influence._types import FloatArray

__all__ = ["FontBook", "Glyph", "font_book"]

OTHER_SCRIPTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "Hiragino Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Noto Sans Symbols2",
    "Noto Emoji",
    "Segoe UI Emoji",
)
"""Families that are tried for what the first ones lack."""
COMMANDS: Mapping[int, tuple[str, int]] = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 1)}
"""What matplotlib's codes of an outline are in SVG, and how many points each takes."""
REPLACEMENT = "\N{WHITE SQUARE}"
MEASURE_AT = 100.0


@dataclass(frozen=True)
class Glyph:
    """A letter.

    Parameters
    ----------
    name : str
        Font and place in it.
    advance : float
        Its width where the font is 100 points high.
    outline : str
        As the ``d`` of an SVG path with y upwards; empty where there is nothing to see.
    """

    name: str
    advance: float
    outline: str


class FontBook:
    """The fonts of a picture, in the order in which a glyph is looked for.

    Parameters
    ----------
    families : tuple of str
        Families to try first.
    """

    measured_at = MEASURE_AT
    """Size in points of the outlines that :meth:`glyph` gives."""

    def __init__(self, families: tuple[str, ...]) -> None:
        known = {entry.name for entry in fontManager.ttflist}
        chosen = [family for family in (*families, *OTHER_SCRIPTS) if family in known]
        self.families: tuple[str, ...] = tuple(dict.fromkeys([*chosen, "DejaVu Sans"]))
        self._fonts: dict[bool, list[FT2Font]] = {}
        self._widths: dict[tuple[str, bool], float | None] = {}
        self._complained: set[str] = set()

    def _loaded(self, bold: bool) -> list[FT2Font]:
        if bold not in self._fonts:
            weight = "bold" if bold else "normal"
            found = []
            for family in self.families:
                path = fontManager.findfont(FontProperties(family=[family], weight=weight))
                font = get_font(path)
                font.set_size(MEASURE_AT, 72)
                found.append(font)
            self._fonts[bold] = found
        return self._fonts[bold]

    def _advance(self, character: str, bold: bool) -> float | None:
        """Return the width of a character at 100 points, or None where no font has it."""
        key = (character, bold)
        if key not in self._widths:
            self._widths[key] = None
            for font in self._loaded(bold):
                index = font.get_char_index(ord(character))
                if index:
                    font.set_size(MEASURE_AT, 72)
                    self._widths[key] = font.load_glyph(index, LoadFlags.NO_HINTING).linearHoriAdvance / 65536.0
                    break
        return self._widths[key]

    def glyph(self, character: str, bold: bool) -> Glyph:
        """Return a letter with its outline, from the first font that has it."""
        for font in self._loaded(bold):
            index = font.get_char_index(ord(character))
            if index:
                font.set_size(MEASURE_AT, 72)
                advance = font.load_glyph(index, LoadFlags.NO_HINTING).linearHoriAdvance / 65536.0
                return Glyph(f"{font.postscript_name}-{index:x}", advance, _outline(*font.get_path()))
        return Glyph("", self._advance("n", bold) or MEASURE_AT / 2, "")

    def has(self, character: str) -> bool:
        """Whether some font has a character; what joins or modifies others is not asked for."""
        return unicodedata.category(character)[0] in "CZ" or self._advance(character, bold=False) is not None

    def shown(self, text: str) -> str:
        """Return a text in which what no font has is replaced, and control characters are gone."""
        clean = "".join(" " if character.isspace() else character for character in text)
        kept = [character for character in clean if unicodedata.category(character)[0] != "C"]
        return "".join(character if self.has(character) else REPLACEMENT for character in kept)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Return the width of a text in points."""
        blank = self._advance("n", bold) or MEASURE_AT / 2
        advances = (self._advance(character, bold) for character in text)
        return sum(blank if advance is None else advance for advance in advances) * size / MEASURE_AT

    def shorten(self, text: str, size: float, room: float, bold: bool = False) -> str:
        """Return a text that fits into some points, its end replaced by an ellipsis where it does not."""
        clean = self.shown(text)
        if self.width(clean, size, bold) <= room:
            return clean
        while clean and self.width(clean + "…", size, bold) > room:
            clean = clean[:-1]
        return clean.rstrip() + "…" if clean else ""

    def wrap(self, text: str, size: float, room: float, lines: int, bold: bool = False) -> list[str]:
        """Break a text into at most some lines of some points; the last one is shortened."""
        broken: list[str] = []
        rest = self.shown(text).strip()
        while rest and len(broken) < lines - 1 and self.width(rest, size, bold) > room:
            cut = self._break(rest, size, room, bold)
            broken.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
        return [*broken, self.shorten(rest, size, room, bold)] if rest else broken

    def _break(self, text: str, size: float, room: float, bold: bool) -> int:
        """Return where a line ends: at a blank or between wide characters, else in the middle of a word."""
        fitting = 1
        while fitting < len(text) and self.width(text[: fitting + 1], size, bold) <= room:
            fitting += 1
        for cut in range(fitting, 0, -1):
            before, after = text[cut - 1], text[cut : cut + 1]
            wide = unicodedata.east_asian_width(before) in "WF" or unicodedata.east_asian_width(after or "a") in "WF"
            if before == " " or after == " " or wide or before in "-/·":
                return cut
        return fitting

    def complain(self, texts: list[str]) -> None:
        """Warn where a text has characters that no font has: of each character once."""
        lacking = {character for text in texts for character in text if not self.has(character)}
        missing = sorted(lacking - self._complained)
        self._complained |= lacking
        if not missing:
            return
        scripts = sorted({_script(character) for character in missing})
        packages = {"CJK": "fonts-noto-cjk", "EMOJI": "Noto Emoji"}
        install = ", ".join(
            dict.fromkeys(packages.get(script, f"Noto Sans for {script.title()}") for script in scripts)
        )
        warnings.warn(
            f"no installed font has {''.join(missing[:8])!r} ({', '.join(scripts)}); install {install}", stacklevel=4
        )


def _script(character: str) -> str:
    """Return the script of a character, by the first word of its name."""
    if unicodedata.category(character) == "So":
        return "EMOJI"
    return unicodedata.name(character, "UNKNOWN").split()[0]


def _outline(points: FloatArray, codes: Iterable[int]) -> str:
    """Return an outline as the ``d`` of an SVG path."""
    parts: list[str] = []
    place, kinds = 0, [int(code) for code in codes]
    while place < len(kinds):
        letter, count = COMMANDS[kinds[place]]
        if letter == "Z":
            parts.append(letter)
        else:
            parts.append(letter + " ".join(f"{x:.1f} {y:.1f}" for x, y in points[place : place + count]))
        place += count
    return "".join(parts)


@lru_cache(maxsize=8)
def font_book(families: tuple[str, ...]) -> FontBook:
    """Return the fonts for some families; they are looked up once."""
    return FontBook(families)
