"""The clock that only counts: nobody can set it, and it goes on while the machine sleeps, if the system has such."""

import sys
import time

if sys.platform != "win32":
    # Linux has CLOCK_BOOTTIME for it; on macOS CLOCK_MONOTONIC goes on as well.
    _STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

    def steady_ns() -> int:
        """Give the nanoseconds since some moment."""
        return time.clock_gettime_ns(_STEADY)

else:
    steady_ns = time.monotonic_ns  # Windows counts the time asleep in it
