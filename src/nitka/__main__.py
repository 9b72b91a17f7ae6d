"""`python -m nitka` is the command `nitka`."""

from nitka.entrypoints.cli import main

main()
