"""What people decide of a new version of the model: the role `identity` does it afterwards."""

from uuid import UUID

from nitka.customers.model.revision import Revision, hold, queries, queue, save
from nitka.customers.model.versions import MODELS
from nitka.kernel.errors import Conflict, NotFound
from nitka.platform.database import Connection

_UNDECIDED = ("clearing", "comparing", "drawing", "waiting")


async def approve(tx: Connection, workspace_id: UUID, version: int, who: UUID | None) -> bool:
    """Let customers be drawn by this version from now on; False where that was decided before.

    Raises `NotFound`, and `Conflict` while it is not known yet what would change, or somebody left it as it was.
    """
    one = await _held(tx, version)
    if one.state in ("switching", "settling", "applying", "suggesting", "done"):
        return False
    if one.state != "waiting":
        raise Conflict(
            "This version was refused; look at it again first" if one.state == "refused"
            else "It is not known yet what this version would change"
        )  # fmt: skip
    await _decide(tx, one, who)
    one.enter("switching")
    await save(tx, one)
    await queue(tx, workspace_id, version)
    return True


async def refuse(tx: Connection, workspace_id: UUID, version: int, who: UUID | None) -> bool:
    """Leave customers as they are; False where that was decided before. Raises `NotFound`, `Conflict`."""
    one = await _held(tx, version)
    if one.state == "refused":
        return False
    if one.state not in _UNDECIDED:
        raise Conflict("This version was approved already")
    was_working = one.state != "waiting"
    await _decide(tx, one, who)
    one.enter("refused")
    await save(tx, one)
    if not was_working:  # else its next step is queued already, and tidies up
        await queue(tx, workspace_id, version)
    return True


async def again(tx: Connection, workspace_id: UUID, version: int) -> bool:
    """Find out anew what would change; False where that is under way. Raises `NotFound`, `Conflict`."""
    one = await _held(tx, version)
    if one.state in ("clearing", "comparing", "drawing"):
        return False
    if one.state not in ("waiting", "refused"):
        raise Conflict("This version was approved already")
    one.decided_by = one.decided_at = one.computed_at = one.finished_at = None
    one.enter("clearing")
    await save(tx, one)
    await queue(tx, workspace_id, version)
    return True


async def _held(tx: Connection, version: int) -> Revision:
    one = await hold(tx)
    if one is None or one.version != version or version not in MODELS:
        raise NotFound("Nobody was asked about this version")
    return one


async def _decide(tx: Connection, one: Revision, who: UUID | None) -> None:
    one.decided_by, one.decided_at = who, await queries.clock(tx)
