"""The sentences that the library writes, in English and Chinese, as data."""

from influence._text.phrases import check_template, fields_of, known_keys, listing, phrase, pick

__all__ = ["check_template", "fields_of", "known_keys", "listing", "phrase", "pick"]
