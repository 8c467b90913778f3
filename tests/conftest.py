"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No property is about how long an example takes, nor its making: on a busy machine one can take ten times as long as
# the next.
settings.register_profile("whatever the clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever the clock")
