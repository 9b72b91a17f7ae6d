"""The files of a backup. Those of a folder go into it; those of a bucket stay where they are, and it lists them."""

import asyncio
import tarfile
from contextlib import suppress
from itertools import islice
from pathlib import Path

from nitka.platform.backup.archive import BLOBS, TOLD_EVERY, BackupError, Step, private
from nitka.platform.blobs import Blobs
from nitka.platform.blobs.rules import place_of
from nitka.platform.database import Connection

_NEWEST = 100  # files looked for, of which one must be there
_TOGETHER = 16  # files stored at a time


async def are_here(connection: Connection, blobs: Blobs) -> bool:
    """Return whether the platform may keep its files here: some of the newest are, while others may have gone."""
    newest = await connection.fetch("SELECT blob FROM file ORDER BY created_at DESC LIMIT $1", _NEWEST)
    for row in newest:
        if await blobs.has(row["blob"]):
            return True
    return not newest


async def list_files(blobs: Blobs, path: Path, step: Step) -> None:
    """Write a line for each file in the bucket: where it lies below the prefix."""
    number = 0
    with path.open("w") as output:
        async for key in blobs.all_keys():
            if number % TOLD_EVERY == 0:
                step(f"files, {number}")
            output.write(place_of(key) + "\n")
            number += 1


def add_files(tar: tarfile.TarFile, folder: Path, step: Step) -> None:
    """Put the files of a folder into the backup: complete before they have their name, they are never changed."""
    found = sorted(one for one in folder.rglob("*") if one.is_file() and one.relative_to(folder).parts[0] != "drafts")
    for number, path in enumerate(found):
        if number % TOLD_EVERY == 0:
            step(f"files, {number} of {len(found)}")
        with suppress(FileNotFoundError):  # it went meanwhile: nobody could use it any more
            tar.add(path, arcname=f"{BLOBS}/{path.relative_to(folder)}", filter=private)


async def bring_back(unpacked: Path, blobs: Blobs, step: Step) -> None:
    """Store the files that were in a backup under the keys they had; doing it twice does no harm."""
    rest, count = (path for path in unpacked.rglob("*") if path.is_file()), 0
    while some := await asyncio.to_thread(lambda: list(islice(rest, _TOGETHER))):
        step(f"files, {count}")
        await asyncio.gather(*(blobs.keep(path.name, path) for path in some))
        count += len(some)


async def count_missing(listed: Path, blobs: Blobs, files_in: str) -> int:
    """Return how many of the listed files are not here. Raises `BackupError` when that is all of them."""
    if not listed.exists():
        return 0
    wanted = {line.rpartition("/")[2] for line in listed.read_text().splitlines()}
    missing = set(wanted)
    async for key in blobs.all_keys():
        missing.discard(key)
    if wanted and missing == wanted:
        raise BackupError(
            f"The files of this backup stayed in {files_in}, and none of them is in {blobs}: "
            "name their place in NITKA_BLOBS, or copy those that its files.txt lists"
        )
    return len(missing)
