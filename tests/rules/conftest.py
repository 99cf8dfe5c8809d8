"""Property tests are judged by their result, not by the speed of a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("duban", deadline=None)
settings.load_profile("duban")
