"""How arguments travel: word of mouth, consensus, and the probabilities of both."""

__all__: list[str] = []
