"""Forward-only migrations: numbered SQL files, applied in order; a newer database is refused."""

import re
from importlib import resources

from bot.errors import DatabaseError
from bot.storage.connection import Connection


def migrations() -> list[tuple[int, str]]:
    """Version and SQL of every migration, oldest first."""
    files = resources.files("bot.storage").joinpath("migrations").iterdir()
    numbered = [(re.match(r"(\d{4})_\w+\.sql$", file.name), file) for file in files]
    return sorted((int(match[1]), file.read_text("utf-8")) for match, file in numbered if match)


def migrate(connection: Connection) -> None:
    """Brings the database to the newest version, inside the caller's transaction."""
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
    current = version_of(connection)
    refuse_newer(current, "database")
    for version, script in migrations():
        if version > current:
            for statement in statements(script):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO schema_version (version) VALUES (:version)", version=version
            )


def refuse_newer(version: int, what: str) -> None:
    """A DatabaseError where this code does not know the version of a database or a backup."""
    newest = migrations()[-1][0]
    if version > newest:
        raise DatabaseError(
            f"The {what} is of version {version}; this BackDay knows only up to {newest}. "
            f"Update BackDay, or name another {what}."
        )


def version_of(connection: Connection) -> int:
    """The newest migration that was applied; 0: none was."""
    row = connection.one("SELECT max(version) AS version FROM schema_version")
    return (row and row["version"]) or 0


def statements(script: str) -> list[str]:
    """The statements of a script; comments go, since a semicolon in one would split it."""
    bare = re.sub(r"--[^\n]*", "", script)
    return [statement.strip() for statement in bare.split(";") if statement.strip()]
