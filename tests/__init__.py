"""
The tests of zvhprivacy; a package, because two dependencies install a top-level `tests` as well.
"""
