"""The command: parse, call, print, exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence

from influence.cli.arguments import build_parser
from influence.cli.commands import COMMANDS
from influence.errors import InfluenceError, InputError

__all__ = ["main", "run"]

WRONG, INTERRUPTED, CLOSED = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str or None
        What stands behind ``influence`` on the command line; that of the process where None.

    Returns
    -------
    int
        0 done; 1 ``review`` found something urgent; 2 the input or the call is wrong, with every problem on stderr;
        130 interrupted; 141 nobody reads what is printed any more.

    Examples
    --------
    >>> main(["paths", "nowhere.yaml"])
    2
    """
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
    except InputError as error:
        _complain(str(problem) for problem in error.problems)
        return WRONG
    except InfluenceError as error:
        _complain([str(error)])
        return WRONG
    except BrokenPipeError:
        # whoever reads us has seen enough, as head does
        _discard_output()
        return CLOSED
    except OSError as error:
        _discard_output()
        _complain([f"the output cannot be written ({error.strerror or error})"])
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _discard_output() -> None:
    """Let what is still in the buffer go nowhere, so that it does not fail again at exit."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def run() -> None:
    """Run the command of this process and leave with its exit code."""
    sys.exit(main())
