"""A desktop playground for building, training and taking apart small neural networks."""

__version__ = "0.1.0"
