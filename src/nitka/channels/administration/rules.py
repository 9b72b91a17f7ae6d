"""Decisions about settings and connections, without I/O."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

import msgspec

from nitka.channels.administration.models import (
    Both,
    ChannelKind,
    ConnectionState,
    Hours,
    Widget,
    WordsSettings,
    Workspace,
    WorkspacePatch,
    WorkspaceSettings,
)
from nitka.channels.connector import Connector, Manifest
from nitka.channels.form import worded
from nitka.channels.registry import secret_fields
from nitka.kernel.errors import BadInput

SERVER_KEY = "server_key"  # lies among the secrets of a connection that has a write key
KEYED = frozenset({"chat", "site"})  # kinds that customers reach by a write key
OPEN_TO_SUPERVISORS = frozenset({"hours", "away_message"})


def split_settings(manifest: Manifest, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what may be shown and what is to be sealed; raises `BadInput` naming the field.

    Fields a connector does not know are refused: a mistyped name must not look like a setting.
    """
    known = {field.encode_name for field in msgspec.structs.fields(manifest.settings)}
    strange = sorted(set(given) - known)
    if strange:
        raise BadInput(f"There is no setting “{strange[0]}” here", field=f"settings.{strange[0]}")
    try:
        settings = msgspec.to_builtins(msgspec.convert(dict(given), manifest.settings, strict=False))
    except msgspec.ValidationError as error:
        raise BadInput(str(error).partition(" - at ")[0], field=_field_of(str(error))) from None
    sealed = secret_fields(manifest.settings)
    shown = {name: value for name, value in settings.items() if name not in sealed}
    hidden = {name: value for name, value in settings.items() if name in sealed and value not in (None, "")}
    return shown, hidden


def _field_of(message: str) -> str:
    # msgspec says where at the end: … - at `$.port`, or names what is missing in backquotes.
    parts = message.split("`")
    last = parts[-2] if len(parts) > 2 else ""
    return f"settings.{last.removeprefix('$.')}" if last and last != "$" else "settings"


def merged(
    shown: Mapping[str, Any], hidden: Mapping[str, Any], change: Mapping[str, Any], sealed: frozenset[str]
) -> dict[str, Any]:
    """Return the settings after a change: an empty secret stays as it is, null takes a field away."""
    kept = {name: value for name, value in change.items() if not (name in sealed and value == "")}
    whole = {**shown, **hidden, **kept}
    return {name: value for name, value in whole.items() if not (name in kept and value is None)}


def form_schema(settings: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the JSON Schema of a connector's settings, its object at the top."""
    schema = msgspec.json.schema(settings)
    definitions: dict[str, Any] = schema["$defs"]
    top: dict[str, Any] = definitions.pop(settings.__name__)
    return top | ({"$defs": definitions} if definitions else {})


def kind_of(connector: Connector) -> ChannelKind:
    """Return what the desk needs for the form of a new connection."""
    manifest = connector.manifest
    schema = worded(form_schema(manifest.settings), manifest.form, manifest.made)
    return ChannelKind(manifest.kind, manifest.title, schema, manifest.capabilities)


def state_of(
    state: Mapping[str, Any], *, disabled_at: datetime | None, created_at: datetime, holds_session: bool
) -> ConnectionState:
    """Return a connection's health: switched off, as its session last said, or well when it has none."""
    if disabled_at is not None:
        return ConnectionState("off", None, disabled_at)
    if not state:
        return ConnectionState("connecting" if holds_session else "ok", None, created_at)
    return msgspec.convert(dict(state), ConnectionState)


def workspace_of(row: Mapping[str, Any]) -> Workspace:
    """Return the workspace of this row; what its settings do not say is the default."""
    settings = msgspec.convert(row["settings"], WorkspaceSettings)
    return Workspace(
        name=row["name"],
        region=row["region"],
        locale=row["locale"],
        hours=settings.hours,
        away_message=settings.away_message,
        widget=settings.widget,
        fall_back_minutes=settings.fall_back_minutes,
        reopen_days=settings.reopen_days,
        continue_hours=settings.continue_hours,
        words=settings.words,
    )


def changed(workspace: Workspace, patch: WorkspacePatch) -> tuple[Workspace, list[str]]:
    """Return the workspace after the patch and the names of what changed; raises `BadInput`."""
    given = {
        name: value
        for name in patch.__struct_fields__
        if (value := getattr(patch, name)) is not msgspec.UNSET and value != getattr(workspace, name)
    }
    hours = given.get("hours")
    if isinstance(hours, Hours) and hours.timezone not in available_timezones():
        raise BadInput("There is no such time zone", field="hours.timezone")
    words = given.get("words")
    if isinstance(words, WordsSettings):
        checked_words(words)
    return msgspec.structs.replace(workspace, **given), sorted(given)


def checked_words(words: WordsSettings) -> WordsSettings:
    """Return them as they are; raises `BadInput` naming the first mask that fits too much."""
    for at, one in enumerate(words.numbering):
        if not _tells(one.mask):
            said = "This mask fits too much: name two digits and a sign of your own"
            raise BadInput(said, field=f"words.numbering[{at}].mask")
    return words


def _tells(mask: str) -> bool:
    # Digits alone are also a price, a year and a time.
    return mask.count("#") >= 2 and bool(mask.replace("#+", "").replace("#", "").replace("@", "").strip())


def stored_settings(workspace: Workspace) -> dict[str, Any]:
    """Return what the column `workspace.settings` holds."""
    stored: dict[str, Any] = msgspec.to_builtins(
        WorkspaceSettings(**{name: getattr(workspace, name) for name in WorkspaceSettings.__struct_fields__})
    )
    return stored


def widget_config(workspace: Workspace, brand: str, team: list[str], *, mail: bool) -> dict[str, Any]:
    """Return what the edge answers a widget from: all of it is public, people by their first names.

    `mail`: there is a mailbox to write from, so that an answer which nobody saw can go on as a letter.
    """
    parts: dict[str, Hours | Both | Widget] = {
        "hours": workspace.hours,
        "away_message": workspace.away_message,
        "widget": workspace.widget,
    }
    return {
        "brand": {"name": brand},
        "locale": workspace.locale,
        "letters": mail and workspace.fall_back_minutes > 0,
        "team": [{"name": name.split()[0]} for name in team if name.strip()],
        **{name: msgspec.to_builtins(part) for name, part in parts.items()},
    }
