"""The concerns that come with the library: their names, and whose they are by default.

Finance, technical, user, operations and security follow the article on selling through insiders that the model is
built on; the other functions are assumptions. All of it can be replaced through
:class:`~influence.model.scales.Scales` and a deal's own ``concerns``.
"""

from __future__ import annotations

__all__ = ["CONCERN_NAMES", "FUNCTION_CONCERNS", "FUNCTION_NAMES", "PRICE_CONCERN"]

FUNCTION_CONCERNS: dict[str, tuple[str, ...]] = {
    "finance": ("price", "total_cost", "budget"),
    "technical": ("advanced_technology", "compatibility"),
    "user": ("ease_of_use", "training"),
    "operations": ("stability", "failure_rate", "after_sales"),
    "procurement": ("price", "terms", "supplier_risk"),
    "legal": ("contract_risk", "compliance"),
    "security": ("security", "data_protection"),
    "executive": ("return_on_investment", "strategic_fit", "business_risk"),
    "project": ("delivery_time", "implementation_effort"),
    "sales": ("revenue", "customer_satisfaction"),
    "marketing": ("reputation", "customer_satisfaction"),
    "hr": ("people_impact", "training"),
    "other": (),
}

CONCERN_NAMES: dict[str, tuple[str, str]] = {
    "price": ("purchase price", "采购价格"),
    "total_cost": ("total cost of ownership", "总拥有成本"),
    "budget": ("budget", "预算"),
    "advanced_technology": ("advanced technology", "技术先进性"),
    "compatibility": ("compatibility", "兼容性"),
    "ease_of_use": ("ease of use", "易用性"),
    "training": ("training", "培训"),
    "stability": ("stability", "稳定性"),
    "failure_rate": ("failure rate", "故障率"),
    "after_sales": ("after-sales service", "售后服务"),
    "terms": ("commercial terms", "商务条款"),
    "supplier_risk": ("supplier risk", "供应商风险"),
    "contract_risk": ("contract risk", "合同风险"),
    "compliance": ("compliance", "合规"),
    "security": ("security", "安全"),
    "data_protection": ("data protection", "数据保护"),
    "return_on_investment": ("return on investment", "投资回报"),
    "strategic_fit": ("strategic fit", "战略契合"),
    "business_risk": ("business risk", "经营风险"),
    "delivery_time": ("delivery time", "交付周期"),
    "implementation_effort": ("implementation effort", "实施工作量"),
    "revenue": ("revenue", "营业收入"),
    "customer_satisfaction": ("customer satisfaction", "客户满意度"),
    "reputation": ("reputation", "声誉"),
    "people_impact": ("impact on people", "对员工的影响"),
    "general": ("the case as a whole", "整体方案"),
}
"""Concern id → its name in English and in Chinese."""

FUNCTION_NAMES: dict[str, tuple[str, str]] = {
    "executive": ("executive", "管理层"),
    "finance": ("finance", "财务"),
    "technical": ("technical", "技术"),
    "user": ("user", "使用部门"),
    "operations": ("operations", "运维"),
    "procurement": ("procurement", "采购"),
    "legal": ("legal", "法务"),
    "security": ("security", "安全"),
    "project": ("project", "项目"),
    "sales": ("sales", "销售"),
    "marketing": ("marketing", "市场"),
    "hr": ("human resources", "人力资源"),
    "other": ("other", "其他"),
}
"""Function → its name in English and in Chinese."""

PRICE_CONCERN = "price"
"""The concern whose arguments wait for the negotiation."""
