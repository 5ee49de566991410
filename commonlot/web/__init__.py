"""The dress: the base page, the parts every page is built from, home, calendar, to do, and search across stages."""
