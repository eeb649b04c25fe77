"""重审助手 (Reauth Desk)."""

__version__ = "0.1.0"
