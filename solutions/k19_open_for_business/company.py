"""Who is in the company, what they say in public, and who follows whom."""

FOLDER = "katas.k19_open_for_business"

CONTEXTS = {
    "Sales": f"{FOLDER}.sales:Sales",
    "Warehouse": f"{FOLDER}.warehouse:Warehouse",
    "Billing": f"{FOLDER}.billing:Billing",
    "Fulfilment": f"{FOLDER}.fulfilment:Fulfilment",
}
"""Each runs in a process of its own, over a database of its own.

They are named and not imported: a process loads its own department and no other one, so no
department needs the code of another to start.
"""

PUBLIC = {
    "Sales": "katas.given.sales.public:SalesInPublic",
    "Warehouse": f"{FOLDER}.warehouse:WarehouseInPublic",
    "Billing": f"{FOLDER}.billing:BillingInPublic",
}
"""Each makes public messages of a department's private events."""

FOLLOWS = {
    "Sales": (),
    "Warehouse": ("Sales",),
    "Billing": ("Sales",),
    "Fulfilment": ("Warehouse", "Billing"),
}
"""Whose public streams each of them reads."""
