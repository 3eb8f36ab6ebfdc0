"""The sub-commands that need no window: train and show."""
