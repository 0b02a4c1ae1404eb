"""Backups of a PostgreSQL by its own tools, pg_dump and pg_restore, which have to be installed.

The password reaches them in their environment: arguments can be seen by everybody on the machine.
"""

import contextlib
import os
import re
import subprocess
from pathlib import Path

from psycopg.conninfo import make_conninfo

from bot.errors import DatabaseError
from bot.storage.migrate import refuse_newer, version_of
from bot.storage.postgres import PostgresConnection, connected, explaining, facts_of, named

_SECRETS = ("password", "sslpassword")


def back_up(url: str, file: Path) -> None:
    """Dumps it as it is now into an empty file, and reads that back."""
    with explaining(url), contextlib.closing(connected(url)) as driver:
        version_of(PostgresConnection(driver))  # which a database of something else has not
        server = driver.info.server_version // 10000
    tool = _version("pg_dump")
    if tool < server:
        raise DatabaseError(
            f"This pg_dump is of PostgreSQL {tool}, and the server of {server}:"
            f" install the client tools of PostgreSQL {server}."
        )
    into = ("--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
    _run("pg_dump", *into, *_way(url), url=url)
    _run("pg_restore", f"--file={os.devnull}", str(file))


def restore(file: Path, url: str) -> None:
    """Fills a database that has no tables, in one transaction."""
    refuse_newer(_version_in(file), "backup")
    with explaining(url), contextlib.closing(connected(url)) as driver:
        row = driver.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
        if row.fetchone():
            raise DatabaseError(
                f"The database {named(url)} is not empty. Make a new one for what is restored"
                " (createdb), and name it in DATABASE_URL."
            )
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", *whole, *_way(url), str(file), url=url)


def _version_in(file: Path) -> int:
    """Of the newest migration that had been applied; a DatabaseError if it is no backup of ours."""
    one = ("--data-only", "--table=schema_version", "--file=-")
    rows = re.search(
        r"^COPY \S*schema_version .*?;\n(.*?)^\\\.$",
        _run("pg_restore", *one, str(file)),
        re.DOTALL | re.MULTILINE,
    )
    if rows is None:
        raise DatabaseError(f"{file} is no backup of a BackDay.")
    return max((int(version) for version in rows[1].split()), default=0)


def _way(url: str) -> tuple[str, ...]:
    """How to reach the database: everything but the secrets. Never asks for a password."""
    open_facts = {name: fact for name, fact in facts_of(url).items() if name not in _SECRETS}
    return (f"--dbname={make_conninfo('', **open_facts)}", "--no-password")


def _version(tool: str) -> int:
    """Its major version: 16 of `pg_dump (PostgreSQL) 16.3 (Debian …)`."""
    match = re.search(r"\) (\d+)", _run(tool, "--version"))
    return int(match[1]) if match else 0


def _run(tool: str, *arguments: str, url: str | None = None) -> str:
    """What it prints; a DatabaseError with the first line of what it complains of."""
    environment = {**os.environ, "LC_ALL": "C"}
    password = facts_of(url).get("password") if url else None
    if password:
        environment["PGPASSWORD"] = str(password)
    try:
        done = subprocess.run(  # noqa: S603 - no shell; arguments are ours and the operator's
            [tool, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
        )
    except FileNotFoundError:
        raise DatabaseError(
            f"{tool} is not installed: it comes with the client tools of PostgreSQL"
            " (Debian: postgresql-client)."
        ) from None
    except OSError as error:
        raise DatabaseError(f"{tool} cannot be run: {error.strerror}.") from None
    if done.returncode:
        said, *_ = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise DatabaseError(f"{said.rstrip('.')}.")
    return done.stdout
