"""Papers of membership: what vendors certify."""

from commonlot.process.membership.papers.attestations import Signed, attestation

__all__ = ["Signed", "attestation"]
