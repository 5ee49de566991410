"""The best lawful award, proven and explained."""
