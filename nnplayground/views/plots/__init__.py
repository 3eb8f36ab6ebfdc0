"""Plots of a run: loss and accuracy, every parameter over time, matrices, and one knob."""
