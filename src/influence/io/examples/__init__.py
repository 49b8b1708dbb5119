"""Deals that ship with the package."""

from __future__ import annotations

from importlib.resources import files

from influence.errors import InputError, near_miss
from influence.io.deal_reader import parse_deal
from influence.model import Deal

__all__ = ["example_names", "example_text", "load_example"]


def example_names() -> list[str]:
    """Return the names of the deals that ship with the package."""
    entries = files("influence.io.examples").iterdir()
    return sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml"))


def example_text(name: str) -> str:
    """Return the file of a shipped deal.

    Raises
    ------
    InputError
        If there is no such example.
    """
    known = example_names()
    if name not in known:
        remedy = near_miss(name, known) or f"use one of {', '.join(known)}"
        raise InputError(f"there is no example {name!r}; {remedy}")
    return files("influence.io.examples").joinpath(f"{name}.yaml").read_text("utf-8")


def load_example(name: str) -> Deal:
    """Return a deal that ships with the package.

    Parameters
    ----------
    name : str
        ``power_grid`` (in Chinese) or ``power_grid_en``, its English twin.

    Returns
    -------
    Deal

    Raises
    ------
    InputError
        If there is no such example.

    Examples
    --------
    >>> load_example("power_grid").organization["zhao"].title
    '副总经理'
    """
    return parse_deal(example_text(name), f"{name}.yaml")
