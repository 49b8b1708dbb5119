"""The command that looks at a deal through a method."""

from __future__ import annotations

import argparse

from influence.advise import scorecard
from influence.cli.deals import read_in_language, show

__all__ = ["show_scorecard"]


def show_scorecard(options: argparse.Namespace) -> int:
    """Print the scorecard of a deal."""
    show(scorecard(read_in_language(options.deal, options.language), options.method), options.json)
    return 0
