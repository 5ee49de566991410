"""Every change to a contract, and to who may use it."""

from commonlot.process.contracts.actions.adoption import adopt_contract
from commonlot.process.contracts.actions.life import enter_contract, expire_contracts, sign_contract
from commonlot.process.contracts.actions.making import make_contracts

__all__ = ["adopt_contract", "enter_contract", "expire_contracts", "make_contracts", "sign_contract"]
