"""`python -m nnplayground.core.fused PRECISION FOLDER` compiles the kernel into a folder."""

import os
import sys
from pathlib import Path

from nnplayground.core.fused_kernel import compiled

precision, folder = sys.argv[1:]
if hasattr(os, "nice"):
    os.nice(5)  # the window and the training come first
compiled(precision, Path(folder))
