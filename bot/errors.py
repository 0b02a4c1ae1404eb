"""What an operator can put right; everything else is a defect and keeps its traceback.

BackDayError
├── SettingsError     a setting is missing or wrong
└── DatabaseError     the database cannot be used as it is
"""


class BackDayError(Exception):
    """Its text is one clear message for the operator."""


class SettingsError(BackDayError):
    """Names every faulty setting at once."""


class DatabaseError(BackDayError):
    """Newer than the code, locked, unwritable or not a database."""
