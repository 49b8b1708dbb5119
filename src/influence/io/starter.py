"""The file that a new deal starts from."""

from __future__ import annotations

__all__ = ["STARTER"]

STARTER = """\
# A map of one purchase. Everything but the ids may be missing; write "unknown" or nothing where you do not know.
format: influence-deal/1
name: My deal
capacity: 8                      # our hours for this deal
organization:
  name: The customer
  stakeholders:
    boss:                        # an id of your choice; names can be in any script
      name: The decision maker
      title: General manager
      function: executive        # executive, finance, technical, user, operations, procurement, legal, security, ...
      roles: [decision_maker]
      access: brief              # none, brief, multiple, in_depth, unknown
    engineer:
      name: The engineer
      function: technical
      reports_to: boss           # reporting lines are ways of influence, too
      support: supporter         # enemy, non_supporter, neutral, supporter, mentor, unknown
      access: in_depth
    accountant:
      name: The budget holder
      function: finance
      reports_to: boss
      access: multiple
      concerns: {price: high}    # low, medium, high or a number from 0 to 1
  ties:
    # "accountant influences boss"; sources are the ids of those who told you, or us
    - {from: accountant, to: boss, strength: strong, sources: [us, engineer]}
arguments:
  return:
    claim: It pays for itself in two years
    answers: {return_on_investment: 0.7, price: 0.5}   # how surely it convinces somebody who listens
    props: [a calculation]
  fit:
    claim: It works with what you have
    answers: {compatibility: 0.8, business_risk: 0.5}
    props: [a test report]
"""
