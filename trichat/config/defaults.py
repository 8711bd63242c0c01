"""What the command line says of the settings of a server without reading them: defaults, and what may be chosen."""

DEFAULT_PORT = 8080
DEFAULT_HOST = "localhost"
DEFAULT_NAME = "trichat.local"
LANGUAGES = ("en", "ru")  # of the plain door; English is what stands in the code
LOG_LEVELS = ("debug", "info", "warning", "error")
HOST_NAME = r"[A-Za-z0-9][A-Za-z0-9.-]{0,62}"  # can stand at the beginning of an IRC message
