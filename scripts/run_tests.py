"""Runs every test: the quick ones, then in parallel what may be, then the rest alone; adds up totals."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "test-results"
ALONE = "serial or faults"
NO_TESTS = 5  # pytest's exit code when a phase selects nothing

PHASES = {
    "unit": ["tests/unit"],
    "together": ["tests", "--ignore=tests/unit", "-m", f"not ({ALONE} or e2e)", "-n", "2", "--dist", "loadfile"],
    "alone": ["tests", "--ignore=tests/unit", "-m", f"({ALONE}) and not e2e"],
    # In a process of its own: the browser's driver keeps an event loop running, in which no other test can run one.
    "browser": ["tests/e2e", "-m", "e2e"],
}


@dataclass
class Totals:
    """Counts of tests; an error in a fixture counts as failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, report: Path) -> None:
        """Add what a phase's JUnit report counts."""
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            self.skipped += skipped
            self.failed += failed
            self.passed += max(0, tests - skipped - failed)


def run_phase(name: str, arguments: list[str], totals: Totals) -> bool:
    """Run one phase with its output as it comes; answers whether it went well."""
    print(f"\033[1m==> tests: {name}\033[0m", flush=True)
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    argv = [sys.executable, "-m", "pytest", *arguments, f"--junit-xml={report}"]
    code = subprocess.run(argv, cwd=ROOT, check=False).returncode
    if report.exists():
        totals.add(report)
    return code in {0, NO_TESTS}


def main() -> int:
    """Run all phases, even after a failure, for one run should show all that is wrong."""
    RESULTS.mkdir(exist_ok=True)
    totals = Totals()
    phases = {name: arguments for name, arguments in PHASES.items() if (ROOT / arguments[0]).exists()}
    fine = [run_phase(name, arguments, totals) for name, arguments in phases.items()]
    if not all(fine) and not totals.failed:
        totals.failed = 1  # pytest itself broke off: say so in the figures, too
    print(f"\ntotal: {totals.passed} passed, {totals.failed} failed, {totals.skipped} skipped", flush=True)
    return 0 if all(fine) and totals.passed else 1


if __name__ == "__main__":
    sys.exit(main())
