"""Explains any cell of a trace: where it comes from, the formula with numbers, the meaning."""

from nnplayground.core.explain.ancestry import ancestry
from nnplayground.core.explain.expression import Region
from nnplayground.core.explain.formula import Formula, explain
from nnplayground.core.explain.numerals import shown

__all__ = ["Formula", "Region", "ancestry", "explain", "shown"]
