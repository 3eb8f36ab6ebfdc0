"""The fused engine's kernel, compiled by Numba; only `fused_kernel` imports what is in here."""
