"""
What people and programs get to read: text, tables, sentences, workbooks, JSON.
"""

from __future__ import annotations
