"""Valid rows of the directory of shared services."""

from datetime import timedelta
from typing import Any

from commonlot.process.membership.models import Agency, ServiceRequest, SharedService
from commonlot.process.membership.states import ServiceRequestStatus, ServiceStatus
from commonlot.records.access.models import Seat
from tests.cast import Cast


def make_service(cast: Cast, **changes: Any) -> SharedService:
    """Make a published service for every kind of agency, unless told otherwise."""
    facts: dict[str, Any] = {
        "name": "Printing and copying",
        "summary": "The print shop prints for other governments.",
        "office": "Central Services",
        "office_email": "print@county.example",
        "cost": "6 cents a page",
        "words": "banners booklets",
        "status": ServiceStatus.PUBLISHED,
        "created_at": cast.now - timedelta(days=90),
        "changed_at": cast.now - timedelta(days=90),
    }
    return SharedService.objects.create(**(facts | changes))


def make_request(
    cast: Cast, service: SharedService, agency: Agency, by: Seat, **changes: Any
) -> ServiceRequest:
    """Make a request that waits for its answer, unless told otherwise."""
    facts: dict[str, Any] = {
        "wanted": "2,400 tax inserts",
        "status": ServiceRequestStatus.ASKED,
        "asked_at": cast.now - timedelta(days=1),
        "answer_due_on": cast.now.date() + timedelta(days=10),
    }
    return ServiceRequest.objects.create(service=service, agency=agency, asked_by=by, **(facts | changes))
