"""The life of a certificate: what a vendor states counts at once, until the county looked at it."""

from enum import StrEnum


class CertificateStatus(StrEnum):
    STATED = "stated"
    CHECKED = "checked"
    REFUSED = "refused"


CERTIFICATE_MOVES: dict[CertificateStatus, frozenset[CertificateStatus]] = {
    CertificateStatus.STATED: frozenset({CertificateStatus.CHECKED, CertificateStatus.REFUSED}),
    CertificateStatus.CHECKED: frozenset({CertificateStatus.REFUSED}),
    CertificateStatus.REFUSED: frozenset(),
}
