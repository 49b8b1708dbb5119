"""The file that a new deal starts from."""

from __future__ import annotations

__all__ = ["CHINESE_STARTER", "STARTER"]

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

CHINESE_STARTER = """\
# 一次采购的关系图。除编号外都可以不写；不知道的写 unknown，或者留空。
format: influence-deal/1
language: zh
name: 我的项目
capacity: 8                      # 我方可投入此项目的工时
organization:
  name: 客户单位
  stakeholders:
    boss:                        # 自定的编号；也可以用汉字
      name: 决策者
      title: 总经理
      # 职能：executive 管理层，finance 财务，technical 技术，user 使用部门，operations 运维，procurement 采购，
      # legal 法务，security 安全，project 项目，sales 销售，marketing 市场，hr 人力资源，other 其他
      function: executive
      roles: [decision_maker]    # 角色：decision_maker 决策者，influencer 影响者，user 使用者，gatekeeper 把关者……
      access: brief              # 接触程度：none 无，brief 短暂，multiple 多次，in_depth 深入，unknown 未知
    engineer:
      name: 工程师
      function: technical
      reports_to: boss           # 上级的编号；汇报关系也是影响的途径
      # 态度：enemy 反对者，non_supporter 不支持者，neutral 中立，supporter 支持者，mentor 导师，unknown 未知
      support: supporter
      access: in_depth
    accountant:
      name: 预算负责人
      function: finance
      reports_to: boss
      access: multiple
      concerns: {price: high}    # 关注点：low 低，medium 中，high 高，或 0 到 1 的数
  ties:
    # “accountant 影响 boss”；强度：weak 弱，moderate 中，strong 强；sources 是告诉我们的人的编号，us 是我方
    - {from: accountant, to: boss, strength: strong, sources: [us, engineer]}
arguments:
  return:
    claim: 两年收回投资
    answers: {return_on_investment: 0.7, price: 0.5}   # 对愿意听的人有多大说服力，0 到 1
    props: [测算表]
  fit:
    claim: 与现有系统兼容
    answers: {compatibility: 0.8, business_risk: 0.5}
    props: [测试报告]
"""
