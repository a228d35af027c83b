"""
The logboek: what was decided and done, in a tree that nobody can quietly change.
"""
