"""What an operator can put right; everything else is a defect and keeps its traceback.

BackDayError
├── SettingsError     a setting is missing or wrong
├── DatabaseError     the database cannot be used as it is
└── SheetError        the sheet of codes cannot be drawn or written
"""


class BackDayError(Exception):
    """Its text is one clear message for the operator."""


class SettingsError(BackDayError):
    """Names every faulty setting at once."""


class SheetError(BackDayError):
    """An exercise, a font or a file that cannot be used for the sheet of codes."""


class DatabaseError(BackDayError):
    """Newer than the code, locked, unwritable or not a database."""
