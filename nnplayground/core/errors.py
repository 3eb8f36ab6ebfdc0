"""The error that a wrong specification raises: it names the thing and the expectation."""


class SpecError(ValueError):
    """A network, data or training setting that cannot work; the message is meant for a person."""
