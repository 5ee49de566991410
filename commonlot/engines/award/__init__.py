"""The best lawful award: exact cents, ties broken by the published order, every rule checked.

`award_lines(form)` takes a `Form` (read by `read_form` from JSON-shaped data, or made from a tabulation by
`form_of_tabulation`) and returns the answer as a dict in the shape of docs/reference/cli.md. All arithmetic is on
integers: prices in 1/1,000,000 dollar, quantities in 1/1,000,000 unit, amounts in whole cents.
"""

from commonlot.engines.award.form import Form, FormRefused, form_of_tabulation, read_form
from commonlot.engines.award.solve import NotDecidedYet, award_lines

__all__ = ["Form", "FormRefused", "NotDecidedYet", "award_lines", "form_of_tabulation", "read_form"]
