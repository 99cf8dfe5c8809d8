"""The packaged regimes: source documents as data, one YAML file each."""

from __future__ import annotations
