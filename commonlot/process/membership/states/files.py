"""The life of a file of members, vendors or the list, and what becomes of each of its rows."""

from enum import StrEnum


class FileStatus(StrEnum):
    UPLOADED = "uploaded"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    REFUSED = "refused"


FILE_MOVES: dict[FileStatus, frozenset[FileStatus]] = {
    FileStatus.UPLOADED: frozenset({FileStatus.CHECKED, FileStatus.REFUSED}),
    FileStatus.CHECKED: frozenset({FileStatus.CHECKED, FileStatus.IMPORTING, FileStatus.REFUSED}),
    FileStatus.IMPORTING: frozenset({FileStatus.IMPORTED, FileStatus.REFUSED}),
    FileStatus.IMPORTED: frozenset(),
    FileStatus.REFUSED: frozenset(),
}
