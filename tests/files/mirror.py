"""A mirror of files on this machine, which can also be as broken as mirrors are."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from nnplayground.files.download import Wanted


class Mirror(ThreadingHTTPServer):
    """Serves bytes by name.

    Attributes:
        files: what there is.
        asked: the names that were asked for.
        sends: how many bytes are sent before it goes silent; None for all of them.
        goes_on: lets it end when it is silent.
    """

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.sends: int | None = None
        self.goes_on = threading.Event()

    @property
    def url(self) -> str:
        """Where the files are."""
        return f"http://127.0.0.1:{self.server_port}/mnist/"


class _Handler(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        name = self.path.rsplit("/", 1)[-1]
        self.server.asked.append(name)
        data = self.server.files.get(name)
        if data is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.end_headers()
        sends = self.server.sends
        try:
            self.wfile.write(data if sends is None else data[:sends])
            if sends is not None:
                self.wfile.flush()
                self.server.goes_on.wait()
        except ConnectionError:
            pass  # whoever asked has left

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Mirror]:
    """A mirror that runs; afterwards no thread of it, nor of a download from it, is left."""
    mirror = Mirror()
    thread = threading.Thread(target=mirror.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield mirror
    finally:
        mirror.goes_on.set()
        mirror.shutdown()
        thread.join()
        mirror.server_close()
        for one in threading.enumerate():
            if one.name.startswith("download "):
                one.join()


def wanted(name: str, data: bytes) -> Wanted:
    """What to fetch, so that these bytes are right."""
    return Wanted(name, hashlib.md5(data, usedforsecurity=False).hexdigest(), len(data))
