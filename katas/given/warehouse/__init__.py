"""The Warehouse: which beans lie where, until when."""
