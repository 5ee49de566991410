"""The screens of savings: the public ledger, and whether joining a pool pays."""
