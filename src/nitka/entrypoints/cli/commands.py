"""Imports every command, so that each is registered."""

from nitka.entrypoints.cli import (
    account,
    backup,
    connection,
    demo,
    doctor,
    identity,
    import_,
    migrate,
    model,
    run,
    up,
    workspace,
)

__all__ = ["account", "backup", "connection", "demo", "doctor", "identity", "import_", "migrate", "model", "run", "up",
           "workspace"]  # fmt: skip
