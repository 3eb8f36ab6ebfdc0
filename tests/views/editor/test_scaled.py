"""The mouse means the same on a screen of 200 %."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="is itself run scaled")
def test_every_gesture_works_at_200_percent():
    done = subprocess.run(
        [
            sys.executable,
            *("-X", "dev", "-m", "pytest", "-q"),
            *("tests/views/editor/test_gestures.py", f"{__file__}::test_the_scale_is_really_used"),
        ],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout


def test_the_scale_is_really_used(editor):
    assert editor.devicePixelRatioF() == float(os.environ.get("QT_SCALE_FACTOR", "1"))
