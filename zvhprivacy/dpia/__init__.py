"""
The DPIA register: read, filled with facts from the policies, checked, imported and exported.
"""
