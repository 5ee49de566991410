"""The papers of membership: agreements, resolutions, and what vendors certify."""

from commonlot.process.membership.papers.agreements import (
    AGREEMENT,
    PAPERS,
    RESOLUTION,
    agreement_paper,
    file_name,
    model_paper,
)
from commonlot.process.membership.papers.attestations import Signed, attestation

__all__ = [
    "AGREEMENT",
    "PAPERS",
    "RESOLUTION",
    "Signed",
    "agreement_paper",
    "attestation",
    "file_name",
    "model_paper",
]
