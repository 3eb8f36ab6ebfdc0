"""The command `nnplayground`: opens the window, or hands over to a sub-command."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nnplayground import __version__, doctor
from nnplayground.exit_codes import FAILURE, MISUSE, SUCCESS


@dataclass(frozen=True)
class SubCommand:
    """A first word of the command line that takes over the words after it.

    `main` imports its module itself, so that a sub-command costs nothing until it is called;
    it parses the remaining words and returns the exit code.
    """

    name: str
    arguments: str
    summary: str
    main: Callable[[Sequence[str]], int]


def _train(words: Sequence[str]) -> int:
    from nnplayground.commands.train import main as train

    return train(words)


def _show(words: Sequence[str]) -> int:
    from nnplayground.commands.show import main as show

    return show(words)


SUB_COMMANDS: tuple[SubCommand, ...] = (
    SubCommand(
        "train",
        "FILE [--epochs N] [--output OUT] [--set PATH=VALUE ...]",
        "train a network or an experiment (see `nnplayground train --help`)",
        _train,
    ),
    SubCommand("show", "FILE", "print layers, settings, loss and accuracy", _show),
)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line `words` (default: this process's own); returns the exit code."""
    words = sys.argv[1:] if words is None else list(words)
    for command in SUB_COMMANDS:
        if words[:1] == [command.name]:
            return command.main(words[1:])
    arguments = _parser().parse_args(words)
    if arguments.doctor:
        return _print_diagnosis()
    return _open_window(arguments.file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nnplayground",
        description="Build, train and take apart small neural networks.",
        epilog=_sub_command_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="network, experiment, lesson, table or pictures to open in the window",
    )
    parser.add_argument(
        "--doctor", action="store_true", help="check this machine and say what is missing"
    )
    parser.add_argument("--version", action="version", version=f"nnplayground {__version__}")
    return parser


def _sub_command_help() -> str:
    lines = [
        f"  nnplayground {command.name} {command.arguments}\n      {command.summary}"
        for command in SUB_COMMANDS
    ]
    return "\n".join(["without a window:", *lines]) if lines else ""


def _print_diagnosis() -> int:
    diagnosis = doctor.diagnose(doctor.CHECKS)
    print(doctor.report(diagnosis))
    return SUCCESS if all(finding.ok for _, finding in diagnosis) else FAILURE


def _open_window(file: Path | None) -> int:
    problem = doctor.window_problem()
    if problem:
        print(
            f"nnplayground: {problem}; `nnplayground train FILE` trains without a window",
            file=sys.stderr,
        )
        return MISUSE
    from nnplayground.app import main as open_window  # Qt is loaded here and not before

    return open_window(file)
