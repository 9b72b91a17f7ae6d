"""`python -m bench.identity.oracle data FOLDER`, `link FILE OUT`, `weights OUT FILE…`: in the oracle's environment."""

import json
import logging
import sys
import warnings
from dataclasses import asdict
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


def data(folder: Path) -> None:
    """Write the data sets as files."""
    from bench.identity.oracle import febrl, pseudo

    folder.mkdir(parents=True, exist_ok=True)
    for _ in (*febrl.make(folder), *pseudo.make(folder)):
        pass


def link(file: Path, out: Path) -> None:
    """Link a file and write the figures of both thresholds."""
    from bench.identity.oracle.link import linked

    best, careful = linked(file)
    figures = {
        name: {"threshold": one.threshold, **asdict(one.quality)}
        for name, one in (("best", best), ("careful", careful))
    }
    out.write_text(json.dumps(figures), encoding="utf-8")


def weights(out: Path, *files: Path) -> None:
    """Write what EM learns on files."""
    from bench.identity.oracle.weights import export

    export(files, out)


command, *paths = sys.argv[1:]
{"data": data, "link": link, "weights": weights}[command](*map(Path, paths))
