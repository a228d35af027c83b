"""
The interne audit: checklists read from the policies, and what a machine can find for them.
"""
