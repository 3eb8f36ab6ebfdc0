"""Lessons in the window: the panel with the text, the start page, and pointing at panels."""
