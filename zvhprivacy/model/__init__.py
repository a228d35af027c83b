"""
The values that stand in files and requests, without anything that reads or decides.
"""
