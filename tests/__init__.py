"""Proof that IntranetChat works, cheapest first; the folders mirror the tree they test.
No test sleeps, and what a test leaves behind (see conftest.py) makes it fail."""
