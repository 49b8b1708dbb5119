"""The command that tells, or draws, what changed from one deal to another."""

from __future__ import annotations

import argparse
from dataclasses import replace

from influence.cli.deals import read_in_language, show
from influence.io import read_deal
from influence.model import diff

__all__ = ["show_difference"]


def show_difference(options: argparse.Namespace) -> int:
    """Print what changed from one deal to another, or draw it into a file."""
    if options.output is None:
        found = diff(read_deal(options.first), read_deal(options.second))
        show(found if options.language is None else replace(found, language=options.language), options.json)
        return 0
    from influence.draw import diff as draw_diff

    before, after = (read_in_language(file, options.language) for file in (options.first, options.second))
    print(f"wrote {draw_diff(before, after, view=options.view).save(options.output)}")
    return 0
