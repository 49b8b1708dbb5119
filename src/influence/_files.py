"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from influence.errors import FileAccessError, Problem

__all__ = ["read_bytes", "write_atomic"]


def write_atomic(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file whole or not at all.

    The content goes to a new file in the same directory, is flushed to the disk, and takes the place of the old file in
    one step. An existing file keeps its permissions; where a symbolic link stands, the file it points to is replaced.

    Parameters
    ----------
    path : path-like
        The file to write.
    content : str or bytes
        Text is written as UTF-8 with Unix line ends.

    Returns
    -------
    pathlib.Path
        The path as given.

    Raises
    ------
    FileAccessError
        If the directory is missing, the disk is full or permission is lacking; nothing has changed then.
    """
    given = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary: str | None = None
    try:
        target = given.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except OSError as error:
        raise FileAccessError(
            Problem((), f"cannot be written ({error.strerror or error})", "choose a place that can be", file=str(given))
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
    return given


def read_bytes(path: str | os.PathLike[str], limit: int | None = None) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path : path-like
        The file.
    limit : int or None
        Bytes beyond which the file is refused.

    Returns
    -------
    bytes

    Raises
    ------
    FileAccessError
        If it cannot be read or is larger than the limit.
    """
    given = Path(path)
    try:
        size = given.stat().st_size
        if limit is not None and size > limit:
            remedy = f"at most {limit:,} bytes are read; raise the limit or split the file"
            raise FileAccessError(Problem((), f"has {size:,} bytes", remedy, file=str(given), value=size))
        return given.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise FileAccessError(Problem((), what, "give the path of an existing file", file=str(given))) from error


def _umask() -> int:
    """Return the file mode mask of the process; the system call that reads it also sets it, so it is set back."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
