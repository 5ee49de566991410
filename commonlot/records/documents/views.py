"""Handing out kept files."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commonlot.records import clock
from commonlot.records.access.requests import AnyRequest
from commonlot.records.documents import access
from commonlot.records.documents.models import Document

# A browser may show these; everything else is only ever saved.
SHOWN = {"application/pdf", "image/png", "image/jpeg", "text/plain"}


@require_safe
def download(request: AnyRequest, pk: int) -> FileResponse:
    """Hand out one file, as a download that no browser takes for a page."""
    document = get_object_or_404(Document.objects.select_related("kept_by"), pk=pk)
    if not access.read.allows(request.seat, document, now=clock.now()):
        raise Http404
    kind = document.content_type if document.content_type in SHOWN else "application/octet-stream"
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type=kind
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(document.size)
    response["Cache-Control"] = "private, no-store"
    return response
