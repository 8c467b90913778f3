"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No property is about how long an example takes: on a busy machine one can take ten times as long as the next.
settings.register_profile("whatever the clock", deadline=None)
settings.load_profile("whatever the clock")
