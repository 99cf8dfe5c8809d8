"""The command line: declares options, calls the core, prints, sets the exit code. Nothing else."""

from __future__ import annotations
