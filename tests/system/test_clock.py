"""The clock that only counts."""

from trichat.system.clock import steady_ns


def test_it_counts() -> None:
    """It never goes back."""
    assert 0 <= steady_ns() <= steady_ns()
