"""Commits on PostgreSQL, counted by connection: so it can be told of each whether it is on disk.

The server's own `pg_xact_status` cannot tell after a crash: the number of a transaction of which
nothing had reached the disk is given to another one, and that one's fate is told.
"""

from bot.storage.postgres import Driver, statement

_IDENTITY = "pid || ' ' || extract(epoch FROM backend_start)"


def prepare(driver: Driver) -> str:
    """Once for a connection. Its identity: no other one of the server has it, not even after a
    restart."""
    row = driver.execute(
        f"SELECT {_IDENTITY} FROM pg_stat_activity WHERE pid = pg_backend_pid()"  # noqa: S608
    ).fetchone()
    assert row is not None
    statement(
        driver,
        "PREPARE counted (bigint) AS INSERT INTO commits (connection, number, committed_at)"  # noqa: S608 - our own words
        f" SELECT '{row[0]}', $1, extract(epoch FROM now())::bigint"
        " WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
        " ON CONFLICT (connection) DO UPDATE"
        " SET number = excluded.number, committed_at = excluded.committed_at",
    )
    return str(row[0])


def commit(driver: Driver, number: int) -> None:
    """Commits, and with it that this was so; a transaction that wrote nothing leaves nothing."""
    statement(driver, f"EXECUTE counted ({number}); COMMIT")


def is_written(driver: Driver, connection: str, number: int) -> bool | None:
    """Whether a transaction that wrote is on disk, asked on another connection; None: the server
    has not noticed yet that its own one broke, and may commit it still."""
    alive = driver.execute(
        f"SELECT FROM pg_stat_activity WHERE {_IDENTITY} = %s",
        [connection],
    ).fetchone()
    if alive is not None:
        return None
    row = driver.execute(
        "SELECT FROM commits WHERE connection = %s AND number = %s", [connection, number]
    ).fetchone()
    return row is not None
