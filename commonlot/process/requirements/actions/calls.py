"""Writing to the agencies that a pool invites: a campaign of membership, begun with a pool's own words."""

from datetime import datetime

from django.db import transaction

from commonlot.process.membership import actions as membership
from commonlot.process.membership.models import Campaign
from commonlot.process.membership.rules import Audience
from commonlot.process.requirements import access
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.queries import calls
from commonlot.records.access.models import AnySeat

BODY = """Hello {{name}},

The county is pooling needs for **{title}** ({number}).

Say what {{agency}} needs, or that it needs nothing, by {due}:

- [Open your agency's page]({{link}})
- Last year's needs are filled in where we have them.
- The prices you state that you pay now are not shown to vendors.

Answer this mail if you have a question."""


@transaction.atomic
def write_to_invited(*, pool_id: int, actor: AnySeat, now: datetime) -> Campaign:
    """Begin a call to the agencies that a pool invites, each with its own link to its own page."""
    pool = Pool.objects.select_for_update().get(pk=pool_id)
    access.write_to_invited.require(actor, pool, now=now)
    due = access.local(pool.needs_due_at)
    title = " ".join(pool.title.split())
    words = membership.Words(
        subject=f"State your needs: {title}"[:150],
        body=BODY.format(title=title, number=pool.number, due=due),
        audience=Audience.INVITED,
    )
    return membership.write_campaign(
        words=words, occasion=calls.POOL, occasion_id=pool.pk, actor=actor, now=now
    )
