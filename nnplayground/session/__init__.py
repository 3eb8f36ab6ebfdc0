"""The document, its history of edits and the training thread, without widgets."""
