"""Whether a display answers, asked before Qt is loaded: without one Qt aborts with a core dump."""

import ctypes
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DisplayServer:
    """A kind of display: Qt's platform for it, the variable naming it, a question to it."""

    platform: str
    variable: str
    answers: Callable[[str], bool]


def x11_answers(name: str) -> bool:
    """Whether the X server `name`, e.g. `:0`, accepts a connection; True without libxcb to ask."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # the missing library is told of by its own check
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def wayland_answers(name: str) -> bool:
    """Whether the Wayland socket `name`, relative to XDG_RUNTIME_DIR, accepts a connection."""
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


SERVERS = (
    DisplayServer("wayland", "WAYLAND_DISPLAY", wayland_answers),
    DisplayServer("xcb", "DISPLAY", x11_answers),
)


def candidates() -> list[DisplayServer]:
    """The servers that Qt may turn to; none where QT_QPA_PLATFORM names a platform without one."""
    # the variable holds alternatives with options: "wayland;xcb", "offscreen:size=800x600"
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(";")
    platforms = {platform.split(":")[0].removesuffix("-egl") for platform in chosen}
    return [server for server in SERVERS if platforms <= {""} or server.platform in platforms]


def problem() -> str:
    """Why no window can be shown, as a clause; empty where one can or none is needed."""
    servers = candidates()
    if not servers:
        return ""
    given = {server: os.environ[server.variable] for server in servers if _is_set(server)}
    if any(server.answers(name) for server, name in given.items()):
        return ""
    if given:
        listed = ", ".join(f"{server.variable}={name}" for server, name in given.items())
        return f"no display: {listed} does not answer"
    return f"no display: {' and '.join(server.variable for server in servers)} unset"


def _is_set(server: DisplayServer) -> bool:
    return bool(os.environ.get(server.variable))
