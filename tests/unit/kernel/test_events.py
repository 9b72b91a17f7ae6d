"""Events carry their kind."""

import msgspec

from nitka.channels.events import ConnectionChanged
from nitka.kernel.events import kind_of
from nitka.kernel.ids import new_id


def test_the_kind_in_json_is_the_kind_that_is_published() -> None:
    event = ConnectionChanged(workspace_id=new_id(), connection_id=new_id())
    assert msgspec.json.decode(msgspec.json.encode(event))["kind"] == kind_of(event) == "connection_changed"
