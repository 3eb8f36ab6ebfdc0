"""What holds for every test: nothing is left behind, and nothing of the user's is touched."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from PySide6.QtCore import QStandardPaths

from tests import leftovers

hypothesis.settings.register_profile("nnplayground", deadline=None, derandomize=True)
hypothesis.settings.load_profile("nnplayground")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    leftovers.watch_qthreads()


@pytest.fixture(scope="session", autouse=True)
def users_folders(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """The user's folders lead into a temporary one, so that settings and recovery files do too.

    The cache stays from run to run, beside pytest's own: kernels take seconds to compile.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for kind in ("CONFIG", "DATA", "STATE"):
            monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        if request.config.cache is not None:
            monkeypatch.setenv("XDG_CACHE_HOME", str(request.config.cache.mkdir("user-cache")))
        QStandardPaths.setTestModeEnabled(True)
        yield home
        QStandardPaths.setTestModeEnabled(False)


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fails a test that leaves a thread or a top-level window."""
    before = leftovers.snapshot()
    yield
    found = leftovers.since(before)
    assert not found, f"left behind: {', '.join(found)}"
