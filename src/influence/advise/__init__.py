"""What to look after: gaps in the map and in the plan."""

from influence.advise.deal_evidence import Evidence
from influence.advise.findings import Finding, Findings
from influence.advise.gap_rules import review
from influence.advise.meetings import Meeting, Schedule, gain_of, schedule
from influence.advise.method_definitions import method_facts, method_names
from influence.advise.question_ranking import Question, QuestionPair, Questions, questions
from influence.advise.scorecard_records import Disagreement, Scorecard, ScorecardElement
from influence.advise.scorecards import scorecard
from influence.advise.sensitivity_analysis import PairStability, Sensitivity, Swing, sensitivity
from influence.advise.stress_tests import Insurance, Loss, Stress, stress

__all__ = [
    "Disagreement",
    "Evidence",
    "Finding",
    "Findings",
    "Insurance",
    "Loss",
    "Meeting",
    "PairStability",
    "Question",
    "QuestionPair",
    "Questions",
    "Schedule",
    "Scorecard",
    "ScorecardElement",
    "Sensitivity",
    "Stress",
    "Swing",
    "gain_of",
    "method_facts",
    "method_names",
    "questions",
    "review",
    "schedule",
    "scorecard",
    "sensitivity",
    "stress",
]
