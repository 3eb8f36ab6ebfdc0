"""Fetches files from the network: whole and with the right checksum, or not at all.

The transfer runs in a thread of its own that nobody waits for: a connection that hangs can be
left at once.
"""

import errno
import hashlib
import http.client
import socket
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnplayground.files.atomic import replace_file
from nnplayground.files.errors import FileError, write_error

# Told the share done, 0 to 1; answers whether to go on.
Progress = Callable[[float], bool]

TIMEOUT = 20.0  # seconds without a sign of life
_POLL = 0.05
_BLOCK = 1 << 16
_NO_NETWORK = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)


class DownloadStopped(Exception):  # noqa: N818  # nothing is wrong: it was cancelled
    """Somebody cancelled a download."""


class DownloadError(FileError):
    """A file that could not be fetched; the message is for people."""


@dataclass(frozen=True)
class Wanted:
    """A file to be fetched.

    Attributes:
        name: the last part of its address, and what it is called on the disk.
        md5: checksum, in hexadecimal.
        size: bytes.
    """

    name: str
    md5: str
    size: int


def fetch(
    wanted: Wanted,
    mirrors: Sequence[str],
    folder: Path,
    progress: Progress,
    timeout: float = TIMEOUT,
) -> Path:
    """The path of a file, fetched from the first mirror that has it; at once if it is there.

    Args:
        wanted: which file.
        mirrors: addresses of folders that it may be in.
        folder: where to keep it.
        progress: told how far it is.
        timeout: seconds without a sign of life.

    Raises:
        FileError: where it could not be fetched or kept.
        DownloadStopped: where `progress` says so.
    """
    path = folder / wanted.name
    if _is(path, wanted):
        return path
    reasons: list[str] = []
    for mirror in mirrors:
        try:
            data = _transferred(f"{mirror.rstrip('/')}/{wanted.name}", wanted, progress, timeout)
        except DownloadError as error:
            reasons.append(str(error))
            continue
        _keep(path, data, wanted)
        return path
    why = "; ".join(dict.fromkeys(reasons))
    raise DownloadError(
        f"{wanted.name} could not be fetched: {why}. Connect to the network and try again, or "
        "open files that you have."
    )


class _Transfer(threading.Thread):
    """Reads an address until its end, or until nobody wants it any more."""

    def __init__(self, url: str, most: int, timeout: float) -> None:
        super().__init__(name=f"download {url}", daemon=True)
        self._url, self._most, self._timeout = url, most, timeout
        self.received = bytearray()
        self.error: Exception | None = None
        self.ended, self.left = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            self._read()
        except Exception as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()  # it holds the connection
            self.error = error
        finally:
            self.ended.set()

    def _read(self) -> None:
        request = urllib.request.Request(self._url, headers={"User-Agent": "nnplayground"})
        with urllib.request.urlopen(request, timeout=self._timeout) as response:
            while not self.left.is_set() and len(self.received) <= self._most:
                block = response.read1(_BLOCK)
                if not block:
                    return
                self.received += block


def _transferred(url: str, wanted: Wanted, progress: Progress, timeout: float) -> bytes:
    """The bytes at an address.

    Raises:
        DownloadError: why there are none, or others.
        DownloadStopped: where `progress` says so.
    """
    host = urllib.parse.urlsplit(url).hostname or url
    transfer = _Transfer(url, wanted.size, timeout)
    transfer.start()
    while not transfer.ended.wait(_POLL):
        if not progress(min(1.0, len(transfer.received) / wanted.size)):
            transfer.left.set()
            raise DownloadStopped
    if transfer.error is not None:
        raise DownloadError(_reason(host, transfer.error, timeout)) from None
    data = bytes(transfer.received)
    if len(data) < wanted.size:
        raise DownloadError(f"{host} broke off after {len(data):,} of {wanted.size:,} bytes")
    if _md5(data) != wanted.md5:
        raise DownloadError(f"what {host} sends is another file: its checksum is not the right one")
    progress(1.0)
    return data


def _reason(host: str, error: Exception, timeout: float) -> str:
    """Why nothing came, in words."""
    if isinstance(error, urllib.error.HTTPError):
        return f"{host} answers {error.code} ({error.reason})"
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, socket.gaierror):
        return "there is no network, or none that knows the address"
    if isinstance(cause, TimeoutError):
        return f"{host} did not answer for {timeout:g} seconds"
    if isinstance(cause, ssl.SSLError):
        return f"the connection to {host} is not a safe one ({cause.reason or cause})"
    if isinstance(cause, ConnectionRefusedError):
        return f"{host} refuses the connection"
    if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
        return "there is no network"
    if isinstance(cause, OSError | http.client.HTTPException):
        return f"the connection to {host} broke ({cause or type(cause).__name__})"
    return f"{host} cannot be used ({cause})"


def _keep(path: Path, data: bytes, wanted: Wanted) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(path, error) from None
    replace_file(path, data, lambda made: _check(made, wanted))


def _check(made: Path, wanted: Wanted) -> None:
    if not _is(made, wanted):
        raise FileError(f"{wanted.name} was not saved: it could not be read back.")


def _is(path: Path, wanted: Wanted) -> bool:
    """Whether a file is there and is the one that is wanted."""
    try:
        return path.stat().st_size == wanted.size and _md5(path.read_bytes()) == wanted.md5
    except OSError:
        return False


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
