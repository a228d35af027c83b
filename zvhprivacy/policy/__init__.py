"""
The workshop that reads policy files, compiles them, decides and analyses.
"""
