"""Where the fused engine's kernel comes from: compiled once for a machine, kept, loaded on demand.

Compiling takes some twelve seconds and holds the GIL for half a second at a time (measured by the
delays of another thread), which would freeze a window. So another process does it and leaves the
result in the user's cache folder; to load that takes half a second and delays others by less than
a tenth. `python -m nnplayground.core.fused` is the other process.
"""

import atexit
import contextlib
import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from nnplayground.core.arrays import DTYPES
from nnplayground.paths import PACKAGE, kernel_cache_folder

Kernel = Callable[..., None]

# Seconds after which the other process is given up.
_PATIENCE = 300.0
# How long kernels of other versions are kept.
_KEPT_SECONDS = 60 * 24 * 3600.0
# What the kernel is compiled from: Numba looks at a single file to see whether it is still valid.
_SOURCES = ("fused/*.py", "activations.py", "losses.py", "optimizers.py", "erf.py", "dropout.py")


class KernelError(RuntimeError):
    """The kernel cannot be had on this machine; the message says why, as a clause."""


class _Source:
    """One precision's kernel."""

    def __init__(self, precision: str) -> None:
        self.precision = precision
        self.kernel: Kernel | None = None
        self.problem = ""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def load(self) -> Kernel:
        """Wait for the kernel."""
        with self._lock:
            if self.problem:
                raise KernelError(self.problem)
            if self.kernel is None:
                try:
                    self.kernel = _loaded(self.precision)
                except Exception as error:  # ImportError, OSError and what LLVM and Numba raise
                    self.problem = f"numba does not work here ({_first_line(error)})"
                    raise KernelError(self.problem) from error
            return self.kernel

    def prepare(self) -> None:
        """Begin to load the kernel in the background, where nobody has yet."""
        if self.kernel is None and not self.problem and self._thread is None:
            self._thread = threading.Thread(target=self._load_quietly, name="kernel", daemon=True)
            self._thread.start()

    def _load_quietly(self) -> None:
        with contextlib.suppress(KernelError):
            self.load()


_sources = {precision: _Source(precision) for precision in DTYPES}


def load(precision: str) -> Kernel:
    """The kernel for 'float64' or 'float32'; waits until it is compiled and loaded.

    Raises:
        KernelError: where it cannot be had.
    """
    return _sources[precision].load()


def prepare(precision: str) -> None:
    """Begin to make the kernel ready in the background; costs nothing when repeated."""
    _sources[precision].prepare()


def ready(precision: str) -> bool:
    """Whether `load` returns at once."""
    return _sources[precision].kernel is not None


def problem(precision: str) -> str:
    """Why the kernel cannot be had, as a clause; empty as long as nothing is known against it."""
    return _sources[precision].problem if _is_installed() else "numba is not installed"


@cache
def _is_installed() -> bool:
    return importlib.util.find_spec("numba") is not None


def _loaded(precision: str) -> Kernel:
    """The kernel from the folder, into which another process compiles it if it is not there."""
    marker = _folder() / f"{precision}.compiled"
    if not marker.exists() and _compiled_elsewhere(precision):
        marker.touch()
    return compiled(precision, _folder())


def _compiled_elsewhere(precision: str) -> bool:
    """Let another process compile the kernel; whether that worked."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *sys.path])}
    command = [sys.executable, "-m", "nnplayground.core.fused", precision, str(_folder())]
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def compiled(precision: str, folder: Path) -> Kernel:
    """The kernel, from `folder` where it is there, else compiled here and put there."""
    import numba

    module: Any = importlib.import_module("nnplayground.core.fused.kernel")
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        module.kernel.enable_caching()
    finally:
        numba.config.CACHE_DIR = before
    module.kernel.compile(module.argument_types(DTYPES[precision]))
    kernel: Kernel = module.kernel
    return kernel


@cache
def _folder() -> Path:
    """The folder of kernels that were compiled from these sources for this processor.

    Where the user's cache cannot be written to, one that lives as long as this process.
    """
    folder = kernel_cache_folder() / _digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            _forget_old(folder)
            return folder
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="nnplayground-kernels-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder


def _forget_old(folder: Path) -> None:
    """Remove the kernels of versions that were last compiled long ago."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


def _digest() -> str:
    """A name for everything that a compiled kernel depends on.

    Numba looks at where the kernel's source is and when it was written.
    """
    source = Path(__file__).parent / "fused" / "kernel.py"
    place = f"{source} {source.stat().st_mtime_ns}"
    numba = importlib.metadata.version("numba")
    parts = [numba, sys.version, platform.machine(), _processor(), place]
    digest = hashlib.sha256("\n".join(parts).encode())
    for pattern in _SOURCES:
        for path in sorted(Path(__file__).parent.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _processor() -> str:
    """What the processor can do, as far as the system says so without importing anything."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    words = ("model name", "flags", "Features", "CPU part")
    return "\n".join(sorted({line for line in lines if line.startswith(words)}))


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
