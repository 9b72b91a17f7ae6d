"""The files of a backup, of a folder and of a bucket."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from nitka.platform.backup import BackupError
from nitka.platform.backup.files import add_files, bring_back, count_missing, list_files
from nitka.platform.blobs import FolderBlobs, MemoryBlobs
from nitka.platform.blobs.rules import new_key, place_of


async def _filled(folder: Path, bodies: dict[str, bytes]) -> FolderBlobs:
    blobs = FolderBlobs(folder / "blobs")
    for key, body in bodies.items():
        (folder / "file").write_bytes(body)
        await blobs.keep(key, folder / "file")
    return blobs


def _silent(_: str) -> None:
    pass


@pytest.mark.parametrize("into", ["folder", "bucket"])
async def test_files_of_a_folder_come_back_wherever_files_lie_now(tmp_path: Path, into: str) -> None:
    bodies = {new_key(): str(number).encode() for number in range(50)}
    before = await _filled(tmp_path, bodies)
    (before.folder / "drafts").mkdir()
    (before.folder / "drafts" / new_key()).write_bytes(b"half")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        add_files(tar, before.folder, _silent)
    packed.seek(0)
    after = FolderBlobs(tmp_path / "restored") if into == "folder" else MemoryBlobs()
    with tarfile.open(fileobj=packed) as tar:
        for _ in range(2):  # the second time after a first that broke off
            tar.extractall(tmp_path / "unpacked", filter="data")
            await bring_back(tmp_path / "unpacked" / "blobs", after, _silent)
    assert {key: b"".join([one async for one in after.get(key)]) async for key in after.all_keys()} == bodies


async def test_a_list_names_what_another_program_can_copy(tmp_path: Path) -> None:
    blobs = await _filled(tmp_path, {new_key(): b"x" for _ in range(3)})
    await list_files(blobs, tmp_path / "files.txt", _silent)
    lines = (tmp_path / "files.txt").read_text().splitlines()
    assert len(lines) == 3
    assert all((blobs.folder / line).read_bytes() == b"x" for line in lines)


async def test_files_that_stayed_are_looked_for(tmp_path: Path) -> None:
    keys = [new_key() for _ in range(3)]
    (tmp_path / "files.txt").write_text("".join(f"{place_of(key)}\n" for key in keys))
    blobs = await _filled(tmp_path, dict.fromkeys([*keys, new_key()], b"x"))
    assert await count_missing(tmp_path / "files.txt", blobs, "s3://files") == 0
    await blobs.delete(keys[0])
    assert await count_missing(tmp_path / "files.txt", blobs, "s3://files") == 1
    with pytest.raises(BackupError, match="stayed in s3://files, and none of them is in memory"):
        await count_missing(tmp_path / "files.txt", MemoryBlobs(), "s3://files")


async def test_a_backup_without_files_needs_none(tmp_path: Path) -> None:
    (tmp_path / "files.txt").write_text("")
    for listed in ("files.txt", "not there"):
        assert await count_missing(tmp_path / listed, MemoryBlobs(), "") == 0
