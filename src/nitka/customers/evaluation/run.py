"""The resolver over a file: in batches as the pipeline takes them, in any order, on the store's twin in memory."""

import gc
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from time import perf_counter
from uuid import UUID

from nitka.channels.touch import Touch
from nitka.customers.evaluation.figures import Figures, b_cubed, by_noise, changed, pairwise
from nitka.customers.evaluation.lines import WORKSPACE, Labelled
from nitka.customers.graph import Said
from nitka.customers.memory import MemoryStore
from nitka.customers.models import ResolvedTouch
from nitka.customers.resembling import resemble
from nitka.customers.resolver import resolve

# Touches that are resolved at once, and into how many batches a long file goes. The pipeline takes 500 of whatever has
# come; here all are there already, and what hangs together is drawn once for more of them. With as many batches for
# any file the time grows as the file does. Who is whom does not depend on it.
BATCH = 2000
BATCHES = 50
REGION = "RU"  # for phones written without a country

Progress = Callable[[int], None]


async def assign(
    touches: Iterable[Touch], region: str = REGION, progress: Progress | None = None, batch: int = BATCH
) -> dict[UUID, UUID]:
    """Return the customer of each touch when all have been told, in this order, so many of them at once."""
    store = MemoryStore()
    with _without_collector():
        for together in _batches(touches, batch):
            await _tell(store, together, region)
            if progress:
                progress(len(together))
    return store.assignments()


async def _tell(store: MemoryStore, batch: list[Touch], region: str) -> None:
    work = await resolve(store, WORKSPACE, region, batch)
    store.keep(_said(touch, work.resolution.touches[touch.id]) for touch in batch)
    fresh = work.resolution.described
    if fresh:
        await resemble(store, WORKSPACE, await store.described(fresh))
    store.happenings.clear()  # the history, which nobody asks for here


def _said(touch: Touch, one: ResolvedTouch) -> Said:
    return Said(
        touch.id, one.nodes, one.assurances, touch.at, touch.channel, touch.kind, touch.connection_id, touch.sender,
        one.owner_node,
    )  # fmt: skip


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave memory to the counting of references: looking for rings in a store that only grows costs a third more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _batches(touches: Iterable[Touch], size: int) -> Iterable[list[Touch]]:
    ahead = iter(touches)
    while batch := list(islice(ahead, size)):
        yield batch


async def evaluate(
    labelled: Sequence[Labelled], shuffles: int, region: str, progress: Progress | None = None
) -> tuple[Figures, list[UUID]]:
    """Return the figures and the customer of each touch, in the order in which they were given.

    The first run takes them as they stand, each shuffle in an order of its own, the same every time.
    """
    touches, truth = [one.touch for one in labelled], [one.truth for one in labelled]
    started = perf_counter()
    found = await _run(touches, range(len(touches)), region, progress)
    seconds = perf_counter() - started
    different: set[int] = set()
    for number in range(shuffles):
        order = list(range(len(touches)))
        random.Random(number).shuffle(order)  # noqa: S311  # the same every time, not secrecy
        other = await _run(touches, order, region, progress)
        different |= changed(found, other)
    pairs, b3 = pairwise(found, truth), b_cubed(found, truth)
    sizes = Counter(found)
    figures = Figures(
        touches=len(touches), customers=len(sizes), people=len(set(truth)),
        pair_precision=pairs.precision, pair_recall=pairs.recall, pair_f1=pairs.f1,
        b3_precision=b3.precision, b3_recall=b3.recall, b3_f1=b3.f1,
        biggest=max(sizes.values(), default=0), shuffles=shuffles, changed_by_order=len(different),
        touches_per_second=len(touches) / seconds if seconds else 0.0,
        by_noise=by_noise(found, truth, [one.noise for one in labelled]),
    )  # fmt: skip
    return figures, found


async def _run(touches: Sequence[Touch], order: Sequence[int], region: str, progress: Progress | None) -> list[UUID]:
    batch = max(BATCH, len(touches) // BATCHES)
    customers = await assign((touches[index] for index in order), region, progress, batch)
    return [customers[touch.id] for touch in touches]
