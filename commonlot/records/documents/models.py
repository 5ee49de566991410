"""Files that were kept."""

from django.db import models

from commonlot.records.access.models import Seat


class Document(models.Model):
    """A file as it was received or made, never changed after."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to="documents/%Y/%m/", max_length=300)
    kept_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
