"""Keeping files."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile

from commonlot.records.access.models import AnySeat
from commonlot.records.documents.models import Document


def keep(*, name: str, content: bytes, content_type: str, actor: AnySeat | None, now: datetime) -> Document:
    """Keep a file with the fingerprint of its bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    document = Document(
        name=name[:200],
        content_type=content_type,
        size=len(content),
        sha256=sha256,
        kept_by_id=actor.pk if actor is not None else None,
        kept_at=now,
    )
    document.file.save(f"{sha256[:16]}", ContentFile(content), save=False)
    document.save()
    return document
