"""nutgraf: a news desk whose every sentence leads to the exact words it came from."""

__version__ = "0.1.0"
