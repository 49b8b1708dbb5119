"""Files of other systems: tables of people and of ties become a deal, and every row is accounted for."""
