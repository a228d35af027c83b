"""
Questions of an audit, each one set-based query over all cases; they only read.
"""
