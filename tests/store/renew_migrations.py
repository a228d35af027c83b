"""
Write the newest migration of both databases anew: what lies between the one before and the tables.

A revision that others may have run never changes. Who changes a table afterwards first makes room
for a new one: a file `r0003.py`, and its number in `schema.NEWEST`.

    python -m tests.store.renew_migrations
"""

from __future__ import annotations

import subprocess
import sys

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import sqlalchemy as sa

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlmodel import AutoString

from zvhprivacy.store import schema
from zvhprivacy.store.connect import engine_of
from zvhprivacy.store.database import Database, Part
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables._base import Moment
from zvhprivacy.store.tables._guards import GUARDS, REFUSE


TEMPLATE = '''"""
The tables of the {part}{what}; written by tests/store/renew_migrations.py.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision = "{revision}"
down_revision = {before!r}


def upgrade() -> None:
    """
    Make the tables, and the guards of those that are there to stay.
    """
    {up}
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """
    Remove the tables, with what is in them.
    """
    {down}


GUARDS: dict[str, list[str]] = {guards}
'''
# What each revision is about.
ABOUT = {
    (Part.HOOFD, "0001"): " as they were at the beginning",
    (Part.KLUIS, "0001"): " as they were at the beginning",
    (Part.HOOFD, "0002"): ": what retention adds to them",
}
FORGET_FUNCTION = """
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION zvh_bewaakt()")"""


def migration(part: Part) -> str:
    """
    Give the text of the newest revision of *part*, not laid out yet.
    """
    metadata, newest = metadata_of(part), schema.NEWEST[part]
    before = f"{int(newest) - 1:04}" if int(newest) > 1 else None
    with TemporaryDirectory() as folder:
        database = _at(before, part, Path(folder) / "before.db")
        with database.read() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "target_metadata": metadata,
                    "render_item": _render,
                    "user_module_prefix": "sa.",
                    "version_table": f"versie_{part}",
                },
            )
            script = produce_migrations(context, metadata)
            up, down = script.upgrade_ops, script.downgrade_ops
            assert isinstance(up, ops.UpgradeOps)
            assert isinstance(down, ops.DowngradeOps)
            texts = [
                _code(render_python_code(each, render_item=_render, migration_context=context))
                for each in (up, down)
            ]
        database.close()
    new = [each.table_name for each in up.ops if isinstance(each, ops.CreateTableOp)]
    guards = _guards(metadata, new)
    if guards["postgresql"] and before is None:
        guards["postgresql"].insert(0, REFUSE)
        texts[1] += FORGET_FUNCTION
    return TEMPLATE.format(
        part=part,
        what=ABOUT[part, newest],
        revision=newest,
        before=before,
        up=texts[0],
        down=texts[1],
        guards=repr(guards),
    )


def _at(revision: str | None, part: Part, path: Path) -> Database:
    """
    Make a database that has the tables of *revision*.
    """
    engine, label = engine_of(path)
    database = Database(part, engine, label)
    if revision is not None:
        schema.upgrade(database, revision)
    return database


def _code(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith("#")).strip()


def _guards(metadata: sa.MetaData, new: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"sqlite": [], "postgresql": []}
    for table in metadata.sorted_tables:
        for dialect, statements in GUARDS.get(table.name, {}).items():
            if table.name in new:
                found[dialect] += statements
    return found


def _render(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Moment):
        # A migration does not change when the code does, so it names what the database knows.
        return 'sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")'
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


def main() -> None:
    """
    Write both.
    """
    for part in Part:
        file = newest_file(part)
        file.write_text(migration(part), encoding="utf-8")
        for command in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
            subprocess.run([sys.executable, "-m", "ruff", *command, str(file)], check=True)
        sys.stdout.write(f"{file}\n")


def newest_file(part: Part) -> Path:
    """
    Say where the newest revision of *part* stands.
    """
    return schema.FOLDER / part / "versions" / f"r{schema.NEWEST[part]}.py"


if __name__ == "__main__":
    main()
