"""Who is connected to this process: desks by workspace, visitors by their strand of the chat."""

from collections import defaultdict
from uuid import UUID

from nitka.entrypoints.realtime.outlet import Outlet


class Desk:
    """One operator's socket."""

    def __init__(self, workspace_id: UUID, person_id: UUID, name: str, outlet: Outlet) -> None:
        self.workspace = workspace_id.hex
        self.workspace_id = workspace_id
        self.person_id = person_id
        self.name = name
        self.outlet = outlet
        self.conversation_id: UUID | None = None
        self.customer_id: UUID | None = None
        self.typing_until = 0.0
        self.told_typing_at = 0.0


class Guest:
    """One visitor's socket."""

    def __init__(self, workspace_id: UUID, strand_id: UUID, outlet: Outlet) -> None:
        self.workspace = workspace_id.hex
        self.workspace_id = workspace_id
        self.strand_id = strand_id
        self.outlet = outlet


class Sockets:
    """The sockets of this process."""

    def __init__(self) -> None:
        self.desks: defaultdict[str, set[Desk]] = defaultdict(set)
        self.guests: defaultdict[str, defaultdict[UUID, set[Guest]]] = defaultdict(lambda: defaultdict(set))

    def add(self, socket: Desk | Guest) -> None:
        """Begin to push to it."""
        if isinstance(socket, Desk):
            self.desks[socket.workspace].add(socket)
        else:
            self.guests[socket.workspace][socket.strand_id].add(socket)

    def remove(self, socket: Desk | Guest) -> None:
        """Push nothing to it any more."""
        if isinstance(socket, Desk):
            self.desks[socket.workspace].discard(socket)
            if not self.desks[socket.workspace]:
                del self.desks[socket.workspace]
            return
        strands = self.guests[socket.workspace]
        strands[socket.strand_id].discard(socket)
        if not strands[socket.strand_id]:
            del strands[socket.strand_id]
        if not strands:
            del self.guests[socket.workspace]

    def desks_of(self, workspace: str) -> set[Desk]:
        """Return the desks of a workspace; does not make an entry for it."""
        return self.desks.get(workspace) or set()

    def guests_of(self, workspace: str, strand_id: UUID | None) -> set[Guest]:
        """Return the visitor's sockets of a strand; does not make an entry for it."""
        strands = self.guests.get(workspace)
        return strands.get(strand_id) or set() if strands and strand_id else set()

    def everybody(self) -> list[Desk | Guest]:
        """Return all sockets."""
        desks: list[Desk | Guest] = [desk for desks in self.desks.values() for desk in desks]
        return desks + [guest for strands in self.guests.values() for some in strands.values() for guest in some]
