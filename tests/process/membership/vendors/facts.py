"""What a company types to register, and files that can and cannot be kept."""

from typing import Any

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
COMPANY: dict[str, Any] = {
    "name": "Fernhollow Fence Works",
    "trade_name": "",
    "address": "6 Picket Road, Fernhollow, NY 10511",
    "person": "Odette Crane",
    "role": "Owner",
    "email": "odette@fernhollow.example",
    "phone": "(914) 555-0131",
    "commodity_codes": ["FENCING"],
    "commodities": "cedar pickets",
    "zones": ["NORTH", "PUTNAM"],
    "orders_name": "",
    "orders_email": "",
    "orders_phone": "",
    "website": "",
}
