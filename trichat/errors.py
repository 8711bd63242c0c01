"""Every exception that trichat raises on purpose."""


class TrichatError(Exception):
    """The root of the tree: `except TrichatError` catches what is ours and nothing else.

    The text of each is one sentence for the person in front of the screen: what is wrong, and what
    would be right.
    """


class ProtocolError(TrichatError):
    """Bytes or a line that do not follow the protocol."""


class UsageError(TrichatError):
    """A `/command` that does not exist, or with arguments that do not fit."""


class HistoryError(TrichatError):
    """History cannot be opened, read or written."""


class SettingsError(UsageError):
    """A setting that does not exist, or that cannot be what was given: in a file, or typed after /set."""


class HistoryInUseError(HistoryError):
    """The history is in use by another server."""


class HistoryDamagedError(HistoryError):
    """Something in the history is not as it was written."""


class HistoryGoneError(HistoryError):
    """The file that a server has open is not the history any more: it was removed, moved away or replaced."""


class StartError(TrichatError):
    """The server or the client cannot start: a port in use, a server out of reach."""
