"""Print one of the README's shell blocks, counted from 1, so that what is checked is what is written there."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def main() -> None:
    """Print the block whose number is the first argument."""
    readme = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
    blocks = re.findall(r"```shell\n(.*?)```", readme, re.DOTALL)
    sys.stdout.write(blocks[int(sys.argv[1]) - 1])


if __name__ == "__main__":
    main()
