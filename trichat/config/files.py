"""Settings of uploaded files: where people find them, and who may upload."""

from typing import Annotated

from trichat.settings.table import About
from trichat.words.record import Record


class FileSettings(Record, kw_only=True):
    """Where uploaded files are found, and who may upload."""

    files_url: Annotated[
        str,
        About(
            help="Address under which people find uploaded files, which IRC clients are told (soju.im/FILEHOST): that "
            "of this server, with /files behind it, as it is called from outside. Needed behind a proxy.",
            section="files",
            key="url",
            pattern=r"(https://[^\s\x00-\x1f\x7f]{1,200})?",
            allowed="an address that begins with https://, of at most 200 characters",
            example="https://chat.example.org/files",
            unless="the name of the server, with TLS; or localhost, if nobody else can connect",
        ),
    ] = ""
    guest_files: Annotated[
        bool, About(help="Whether people who are not logged in to an account can upload files.", key="guests")
    ] = False
