"""
Keys and pseudonyms: who a pseudonym belongs to is known here and nowhere else.
"""
