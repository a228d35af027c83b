"""
The DPIA register as values: what authors write, what policies say, and the scales of risk.
"""
