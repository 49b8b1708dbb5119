"""Everything that comes in or goes out as a file."""

from influence.io.deal_reader import parse_deal, read_deal
from influence.io.deal_writer import deal_text, write_deal
from influence.io.examples import load_example
from influence.io.json_schema import deal_schema

__all__ = ["deal_schema", "deal_text", "load_example", "parse_deal", "read_deal", "write_deal"]
