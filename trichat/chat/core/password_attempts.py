"""How many wrong passwords came from where, lately."""

_PLACES = 10_000  # that are remembered; beyond, the one that has been silent for longest is forgotten


class Guesses:
    """Wrong passwords by the place that they came from, each with its time in Unix milliseconds."""

    def __init__(self, places: int = _PLACES) -> None:
        self._most = places
        self._times: dict[str, list[int]] = {}  # those that guessed last are last

    def guess(self, place: str, now: int, most: int, seconds: float) -> int:
        """Count one more, unless there were `most` of them in so many seconds; then give the milliseconds to wait."""
        since = now - int(seconds * 1000)
        times = [time for time in self._times.pop(place, ()) if time > since]
        self._times[place] = times
        if len(times) >= most:
            return times[-most] - since
        times.append(now)
        if len(self._times) > self._most:
            del self._times[next(iter(self._times))]
        return 0

    def take_back(self, place: str) -> None:
        """Count the last one of a place no more."""
        times = self._times.get(place)
        if times:
            times.pop()
            if not times:
                del self._times[place]
