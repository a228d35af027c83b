"""
Measures zvhprivacy against its peers and against what the machine can do, in one run.
"""
