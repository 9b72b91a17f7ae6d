"""Decisions of the story: who answers what, and who comes next."""

import random
from collections.abc import Collection, Sequence

from nitka.entrypoints.demo.story.models import Person

PENDING = 4  # newcomers who wait for an operator: more do not come until somebody is answered


def next_reply(thread: Sequence[str], said: int, replies: Sequence[str]) -> str | None:
    """Return what somebody says now, None for nothing.

    `thread`: "in" what they wrote, "out" what they were answered, oldest first. `said`: how many replies they have
    given, in any channel. Whoever was answered says the next line.
    """
    if not thread or thread[-1] != "out" or said >= len(replies):
        return None
    return replies[said]


def waits(thread: Sequence[str]) -> bool:
    """Say whether somebody wrote and has had no answer."""
    return bool(thread) and thread[-1] == "in"


def next_scene(scenes: Sequence[Person], played: Collection[str], waiting: int) -> Person | None:
    """Return who comes next, None when all have been or enough wait."""
    fresh = [scene for scene in scenes if scene.id not in played]
    return fresh[0] if fresh and waiting < PENDING else None


def walk(chance: random.Random, pages: Sequence[str]) -> list[str]:
    """Return the pages that a passer-by looks at: two to five, not the same one twice in a row."""
    seen = [""] if chance.random() < 0.5 else []
    while len(seen) < chance.randint(2, 5):
        page = chance.choice(pages)
        if not seen or seen[-1] != page:
            seen.append(page)
    return seen
