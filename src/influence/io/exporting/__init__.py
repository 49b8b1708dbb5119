"""A deal in the formats of other tools."""
