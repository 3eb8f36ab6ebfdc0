"""`python -m nnplayground` does what the command `nnplayground` does."""

import sys

from nnplayground.cli import main

if __name__ == "__main__":
    sys.exit(main())
