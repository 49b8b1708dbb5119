"""What the library says beside what was so, as Markdown tables.

Usage: python -m tests.validation DATA [--smoke] [--only NAME] [--seed N] [--write] [--workers N]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.validation import coverage, emission_standards, krackhardt, leaders, mail, plans, questions, rank
from tests.validation.pictures import PICTURE, draw_calibration
from tests.validation.tables import Study, Table, written_into

__all__ = ["PAGE", "STUDIES", "main"]

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "explanation" / "validation.md"
STUDIES: dict[str, Study] = {
    "krackhardt": krackhardt.study,
    "leaders": leaders.study,
    "rank": rank.study,
    "mail": mail.study,
    "emission_standards": emission_standards.study,
    "coverage": coverage.study,
    "questions": questions.study,
    "plans": plans.study,
}


def main(arguments: list[str]) -> int:
    """Print the tables, write them where that is wanted, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.validation", description=__doc__)
    parser.add_argument("data", type=Path, help="directory of the real organizations")
    parser.add_argument("--smoke", action="store_true", help="a few seconds of everything; its numbers mean little")
    parser.add_argument("--only", choices=list(STUDIES), help="one study")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    options = parser.parse_args(arguments)
    if not options.data.is_dir():
        print(f"{options.data} is no directory; give the one that holds krackhardt_hightech", file=sys.stderr)
        return 2
    found: list[Table] = []
    for name in [options.only] if options.only else list(STUDIES):
        start = time.perf_counter()
        tables = STUDIES[name](options.data, options.smoke, options.seed)
        found += tables
        for table in tables:
            print(table.markdown() + "\n", flush=True)
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    if options.write:
        page = written_into(PAGE.read_text("utf-8"), found)
        PAGE.write_text(page, "utf-8")
        draw_calibration(page, PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
