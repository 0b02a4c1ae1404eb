"""Ids that we make: short enough for a button, impossible to guess."""

import secrets


def new_id() -> str:
    """Ten letters and digits."""
    return secrets.token_hex(5)
