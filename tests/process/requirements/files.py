"""Files of needs for the tests: small ones, and a generated look-alike of a list of past orders."""

import csv
import io
import random

HEADERS = ("agency", "date", "longdescr", "manufacturer_part_number", "unit_of_issue", "quantity", "price",
           "extended_price")  # fmt: skip
THINGS = ("Copy paper, letter, 20 lb", "Toner cartridge", "Nitrile gloves, large", "Road salt, bulk", "Desk lamp",
          "Hanging folders, 25/BX", "Paper towels, multifold")  # fmt: skip
TOWN_FILE = (
    b"Item,UOM,Qty,Unit Price,Deliver to\r\n"
    b'"Road salt, bulk",TON,40,$61.50,Highway garage\r\n'
    b'"Road salt, bulk",TON,12.5,$61.50,Town Hall\r\n'
    b'Calcium chloride,GAL,"1,200",0.89,\r\n'
)


def past_orders(rows: int, agencies: int) -> bytes:
    """Write a list of past orders as a warehouse system exports it: with returns and spreadsheet errors."""
    dice = random.Random(7)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    for number in range(rows):
        thing = "#NAME?" if number % 97 == 5 else f"{dice.choice(THINGS)}, no. {dice.randrange(400)}"
        quantity = -dice.randrange(1, 9) if number % 101 == 7 else dice.randrange(1, 200)
        cents = dice.randrange(50, 90_000)
        price, extended = f"{cents // 100}.{cents % 100:02d}", quantity * cents
        sign = "-" if extended < 0 else ""
        writer.writerow([
            f"DEPARTMENT {number * agencies // rows:02d}", "2/15/2013", thing, f"P{dice.randrange(999)}",
            dice.choice(("EA", "BX", "CT")), quantity, price, f"{sign}{abs(extended) // 100}.{abs(extended) % 100:02d}",
        ])  # fmt: skip
    return text.getvalue().encode()


GSA_COLUMNS = {
    "agency": "agency", "description": "longdescr", "unit": "unit_of_issue", "quantity": "quantity",
    "price_paid": "price",
    "part_number": "manufacturer_part_number",
}  # fmt: skip
