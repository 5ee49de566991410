"""Award every item to its lowest responsive offer, exactly, and refuse what that cannot decide."""

from collections import defaultdict
from typing import Any

from commonlot.engines.award.form import Form, FormRefused
from commonlot.engines.award.offers import Item, Offer, Piece, items_of, natural
from commonlot.engines.award.ties import draw_rank, fewest_bidders


class NotDecidedYet(FormRefused):
    """A rule that this version cannot decide to the cent; it says so and awards nothing."""


def award_lines(form: Form) -> dict[str, Any]:
    """Award a form and return the answer in the shape of docs/reference/cli.md (without `seconds`).

    Lines, lots or everything go to the lowest offer; ties are broken by the fewest contracts, then the
    drawing. `objective_cents` = `bound_cents`: without volume discounts each item stands alone, so the sum of
    the lowest offers is itself the bound. Raises NotDecidedYet for rules that bind several items at once.
    """
    _refuse_what_binds_items_together(form)
    items = items_of(form)
    ranked = sorted((bidder.id for bidder in form.bidders), key=lambda b: (draw_rank(form.draw_seed, b), b))
    kept = [_lowest(item) for item in items]
    must = [
        frozenset(offer.bidder for offer in lowest)
        for item, lowest in zip(items, kept, strict=True)
        if _must(item, lowest)
    ]
    chosen = fewest_bidders(must, ranked)
    place = {bidder: i for i, bidder in enumerate(ranked)}
    awards: list[tuple[Item, Offer]] = []
    for item, lowest in zip(items, kept, strict=True):
        options = [offer for offer in lowest if offer.bidder in chosen]
        if options:
            awards.append((item, min(options, key=lambda offer: place[offer.bidder])))
    volumes = _volumes(awards)
    _refuse_broken_rules(form, volumes)
    return _answer(form, items, awards, volumes, _open_ties(form, awards, volumes))


def _refuse_what_binds_items_together(form: Form) -> None:
    later = "is not yet decided by this version of `award`; nothing was awarded."
    for bidder in form.bidders:
        if any(percent for _, percent in bidder.discount_steps):
            raise NotDecidedYet(f"bidder {bidder.id}: an award with discount_steps {later}")
        if bidder.all_or_none and form.by == "line":
            raise NotDecidedYet(f"bidder {bidder.id}: an award by line with all_or_none {later}")
    if form.contract_cost:
        raise NotDecidedYet(f"basis: an award with contract_cost {later}")


def _refuse_broken_rules(form: Form, volumes: dict[str, int]) -> None:
    """Refuse if the award without the rule breaks the rule; if it keeps it, it is the best with it too."""
    later = "is not yet decided by this version of `award`; nothing was awarded."
    if form.max_vendors is not None and len(volumes) > form.max_vendors:
        raise NotDecidedYet(
            f"basis: max_vendors {form.max_vendors} is less than the {len(volumes)} bidders of the lowest award; "
            f"choosing among them {later}"
        )
    for bidder in form.bidders:
        if bidder.id in volumes and volumes[bidder.id] < bidder.minimum:
            raise NotDecidedYet(
                f"bidder {bidder.id}: its minimum is above its lowest award; choosing around it {later}"
            )


def _lowest(item: Item) -> list[Offer]:
    """Return the offers at the lowest amount, none if leaving the item out is cheaper."""
    if not item.offers:
        return []
    best = min(offer.amount for offer in item.offers)
    if item.leave_out is not None and item.leave_out < best:
        return []
    return [offer for offer in item.offers if offer.amount == best]


def _must(item: Item, lowest: list[Offer]) -> bool:
    """Tell whether the item must go to somebody; one that may as well be left out needs no contract."""
    return bool(lowest) and (item.leave_out is None or item.leave_out > lowest[0].amount)


def _volumes(awards: list[tuple[Item, Offer]]) -> dict[str, int]:
    volumes: dict[str, int] = defaultdict(int)
    for _, offer in awards:
        volumes[offer.bidder] += offer.amount
    return dict(sorted(volumes.items()))


def _open_ties(form: Form, awards: list[tuple[Item, Offer]], volumes: dict[str, int]) -> list[dict[str, Any]]:
    """List the awarded lines whose winner could be replaced with cost, rules and contracts unchanged."""
    wins: dict[str, int] = defaultdict(int)
    for _, offer in awards:
        wins[offer.bidder] += 1
    minimum = {bidder.id: bidder.minimum for bidder in form.bidders}
    ties = []
    for item, winner in awards:
        stays = wins[winner.bidder] > 1
        others = [
            offer.bidder
            for offer in item.offers
            if offer.amount == winner.amount
            and offer.bidder != winner.bidder
            and (offer.bidder in volumes) == stays
            and volumes.get(offer.bidder, 0) + offer.amount >= minimum[offer.bidder]
            and (not stays or volumes[winner.bidder] - winner.amount >= minimum[winner.bidder])
        ]
        if others:
            bidders = sorted([winner.bidder, *others])
            ties += [
                {"line": line, "bidders": bidders, "winner": winner.bidder, "by": "draw"}
                for line in item.lines
            ]
    return ties


def _answer(
    form: Form,
    items: list[Item],
    awards: list[tuple[Item, Offer]],
    volumes: dict[str, int],
    ties: list[dict[str, Any]],
) -> dict[str, Any]:
    awarded = {line for item, _ in awards for line in item.lines}
    left_out = [item for item in items if not awarded.issuperset(item.lines)]
    objective = (
        sum(volumes.values())
        + form.contract_cost * len(volumes)
        + sum(item.leave_out or 0 for item in left_out)
    )
    return {
        "status": "optimal",
        "objective_cents": objective,
        "bound_cents": objective,
        "awards": [_entry(offer.bidder, piece) for _, offer in awards for piece in offer.pieces],
        "unawarded": sorted((line for item in left_out for line in item.lines), key=natural),
        "bidders": [
            {"bidder": bidder, "volume_cents": volume, "percent": "0", "total_cents": volume}
            for bidder, volume in volumes.items()
        ],
        "ties": ties,
        "conflict": [],
    }


def _entry(bidder: str, piece: Piece) -> dict[str, Any]:
    if piece.via == "line":
        return {"line": piece.lines[0], "bidder": bidder, "amount_cents": piece.amount, "via": "line"}
    return {
        "lot": piece.lot,
        "lines": list(piece.lines),
        "bidder": bidder,
        "amount_cents": piece.amount,
        "via": "all_or_none",
    }
