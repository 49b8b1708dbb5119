"""The command ``influence``."""
