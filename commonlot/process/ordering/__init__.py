"""An order at the contract price in minutes, never above it."""
