"""Says in plain words what is wrong with a run, since when, and what to try; quiet otherwise."""

from nnplayground.core.diagnosis.checks import CHECKS, diagnose
from nnplayground.core.diagnosis.evidence import Evidence, Finding, Scores
from nnplayground.core.diagnosis.remedies import Remedy

__all__ = ["CHECKS", "Evidence", "Finding", "Remedy", "Scores", "diagnose"]
