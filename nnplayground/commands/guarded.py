"""Runs a sub-command so that what goes wrong ends as a sentence and an exit code."""

import io
import os
import sys
from collections.abc import Callable

from nnplayground.core import SpecError
from nnplayground.exit_codes import FAILURE, INTERRUPTED, MISUSE
from nnplayground.files import FileError


def guarded(name: str, action: Callable[[], int]) -> int:
    """The exit code of `action`, which belongs to the sub-command `name`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file may be called anything; it must not break the line that names it.
            stream.reconfigure(errors="backslashreplace")
    try:
        return action()
    except (FileError, SpecError) as error:
        return _said(name, str(error), MISUSE)
    except MemoryError:
        return _said(name, "not enough memory for this network and its data", FAILURE)
    except KeyboardInterrupt:
        return _said(name, "interrupted", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has enough; the flush at exit must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE


def _said(name: str, sentence: str, code: int) -> int:
    print(f"nnplayground {name}: {sentence}", file=sys.stderr)
    return code
