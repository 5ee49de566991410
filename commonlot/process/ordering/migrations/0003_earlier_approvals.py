"""Give every order that was approved before approvals had rows of their own its row."""

from decimal import Decimal

from django.db import migrations
from django.db.models import Sum


def write_earlier_approvals(apps, schema_editor):
    """Copy who approved, and when, from the orders."""
    order_model, approval = apps.get_model("ordering", "Order"), apps.get_model("ordering", "Approval")
    approved = order_model.objects.filter(approved_by__isnull=False, approved_at__isnull=False, approvals=None)
    approval.objects.bulk_create(
        (
            approval(
                order=order, seat_id=order.approved_by_id, at=order.approved_at, amount=order.comes_to or Decimal(0)
            )
            for order in approved.annotate(comes_to=Sum("lines__amount")).iterator(chunk_size=1000)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("ordering", "0002_approvals")]

    operations = [migrations.RunPython(write_earlier_approvals, migrations.RunPython.noop)]
