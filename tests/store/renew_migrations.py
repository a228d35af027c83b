"""
Write the first migration of both databases anew from the tables.

Until the first release each database has one revision; afterwards a change of the tables is a
revision of its own, written by a person.

    python -m tests.store.renew_migrations
"""

from __future__ import annotations

import subprocess
import sys

from typing import Any, Literal

import sqlalchemy as sa

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlmodel import AutoString

from zvhprivacy.store.database import Part
from zvhprivacy.store.schema import FOLDER
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables._base import Moment
from zvhprivacy.store.tables._guards import GUARDS, REFUSE


TEMPLATE = '''"""
The tables of the {part} as they were at the beginning; written by tests/store/renew_migrations.py.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op


revision = "0001"
down_revision = None


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


FORGET_FUNCTION = """
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION zvh_bewaakt()")"""


def migration(part: Part) -> str:
    """
    Give the text of the first revision of *part*, not laid out yet.
    """
    metadata = metadata_of(part)
    with sa.create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"target_metadata": metadata, "render_item": _render, "user_module_prefix": "sa."},
        )
        script = produce_migrations(context, metadata)
        up, down = script.upgrade_ops, script.downgrade_ops
        assert isinstance(up, ops.UpgradeOps)
        assert isinstance(down, ops.DowngradeOps)
        texts = [
            _code(render_python_code(each, render_item=_render, migration_context=context))
            for each in (up, down)
        ]
    guards = _guards(metadata)
    if guards["postgresql"]:
        texts[1] += FORGET_FUNCTION
    return TEMPLATE.format(part=part, up=texts[0], down=texts[1], guards=repr(guards))


def _code(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith("#")).strip()


def _guards(metadata: sa.MetaData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"sqlite": [], "postgresql": []}
    for table in metadata.sorted_tables:
        for dialect, statements in GUARDS.get(table.name, {}).items():
            found[dialect] += statements
    if found["postgresql"]:
        found["postgresql"].insert(0, REFUSE)
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
        file = FOLDER / part / "versions" / "r0001.py"
        file.write_text(migration(part), encoding="utf-8")
        for command in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
            subprocess.run([sys.executable, "-m", "ruff", *command, str(file)], check=True)
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
