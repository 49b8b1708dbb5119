"""A finished picture: its scene, its figure, and how to save it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from influence._files import write_atomic
from influence.draw.html_renderer import scene_to_html
from influence.draw.scene import Scene
from influence.draw.style import Style
from influence.draw.svg_renderer import scene_to_svg_file
from influence.errors import FileAccessError, Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Drawing"]

FORMATS = ("svg", "png", "pdf", "html", "txt")
SHARP = 144
"""Dots per inch of pixel pictures."""


@dataclass(frozen=True)
class Drawing:
    """A picture that is neither shown nor saved until asked for.

    Parameters
    ----------
    scene : Scene
        What is drawn, as plain data.
    style : Style
    text : str
        The same for a terminal.
    given : matplotlib.axes.Axes or None
        Axes to draw on instead of a figure of its own.

    Examples
    --------
    >>> from influence.draw import org_chart
    >>> from influence.model import Deal
    >>> drawing = org_chart(Deal(organization={"stakeholders": {"wu": {"name": "Wu Ping"}}}))
    >>> [card.key for card in drawing.scene.cards()]
    ['wu']
    """

    scene: Scene
    style: Style
    text: str = ""
    given: Axes | None = None

    @cached_property
    def _rendered(self) -> tuple[Figure, Axes]:
        """The figure and its axes."""
        from influence.draw.matplotlib_renderer import render

        return render(self.scene, self.style, self.given)

    @cached_property
    def _lent(self) -> tuple[Figure, Axes]:
        """The same, once the caller has it and may have added to it."""
        return self._rendered

    @property
    def figure(self) -> Figure:
        """The matplotlib figure."""
        return self._lent[0]

    @property
    def ax(self) -> Axes:
        """The matplotlib axes."""
        return self._lent[1]

    def to_bytes(self, kind: str) -> bytes:
        """Return the picture as a file's content.

        Parameters
        ----------
        kind : {"svg", "png", "pdf", "html", "txt"}

        Returns
        -------
        bytes
            The same for the same picture, on every run. An svg of a picture whose figure was never asked for is made
            without matplotlib; once it was, the figure is saved with whatever was added to it.

        Raises
        ------
        FileAccessError
            If the kind is not known.
        """
        if kind == "html":
            return scene_to_html(self.scene, self.style).encode()
        if kind == "txt":
            return (self.text + "\n").encode()
        if kind not in FORMATS:
            accepted = ", ".join(f".{name}" for name in FORMATS)
            raise FileAccessError(Problem((), f"{kind!r} is no kind of picture", f"use one of {accepted}"))
        if kind == "svg" and self.given is None and "_lent" not in vars(self):
            return scene_to_svg_file(self.scene, self.style).encode()
        from matplotlib import rc_context

        buffer = io.BytesIO()
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}[kind]
        # without a salt of its own matplotlib makes new ids on every run
        with rc_context({"svg.hashsalt": "influence", "path.simplify": False}):
            self._rendered[0].savefig(
                buffer, format=kind, dpi=SHARP, metadata=metadata, facecolor=self.style.colors["paper"]
            )
        return buffer.getvalue()

    def save(self, path: str | Path) -> Path:
        """Write the picture; what it becomes depends on the ending.

        Parameters
        ----------
        path : str or Path
            Ending in .svg, .png, .pdf, .html or .txt.

        Returns
        -------
        Path

        Raises
        ------
        FileAccessError
            If the ending is not known or the file cannot be written; nothing is half-written.
        """
        target = Path(path)
        write_atomic(target, self.to_bytes(target.suffix.lower().lstrip(".")))
        return target

    def __str__(self) -> str:
        return self.text or self.scene.alternative

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str | bytes]:
        return {
            "text/plain": str(self),
            "image/svg+xml": self.to_bytes("svg").decode(),
            "image/png": self.to_bytes("png"),
        }
