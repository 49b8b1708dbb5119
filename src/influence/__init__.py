"""Map a buyer's organization and plan which allies to equip with which arguments."""
