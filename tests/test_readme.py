"""What the README shows works as shown."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_there_is_an_example():
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_every_example_runs(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)  # an example may save a file
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out or "print" not in example


def test_every_file_and_folder_it_points_to_exists():
    named = re.findall(r"`((?:scripts|resources|nnplayground|tests|docs)/[\w./-]+)`", README)
    named += re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [path for path in named if not (ROOT / path).exists()] == []
