"""What the command's exit code tells a script."""

SUCCESS = 0
FAILURE = 1
MISUSE = 2  # wrong arguments (argparse's own code), no such file, no display for a window
DIVERGED = 3  # training left the range of floating point
INTERRUPTED = 130  # Ctrl-C, as shells count it
