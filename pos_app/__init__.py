"""A point-of-sale application: the terminal, and the head office it reports to."""

__version__ = "0.1.0"
