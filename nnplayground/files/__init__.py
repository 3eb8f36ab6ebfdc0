"""Experiments and networks on disk, replaced atomically and read with suspicion."""
