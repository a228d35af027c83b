"""
An invented house to audit, and what can be planted in it.
"""
