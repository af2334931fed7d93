"""Tests of the window and its parts, on real widgets."""
