"""
What a caller may say of his own act, and where only the registers speak.
"""

from __future__ import annotations

import pytest

from tests.feiten.claims import ALL, Claim, claimable, claims
from zvhprivacy.feiten import DERIVED, OWN_WORD


@pytest.mark.parametrize("claim", tuple(claims()), ids=lambda claim: claim.because)
def test_the_caller_may_say_what_no_register_can(claim: Claim) -> None:
    """
    Of what the registers can speak of, the caller may say no more than they show.
    """
    assert claim.may == claimable(claim.world)


def test_nobody_may_say_more_than_his_own_word() -> None:
    """
    What may be said at all is said in one place, and none of it is only derived.
    """
    assert ALL == OWN_WORD
    assert OWN_WORD.isdisjoint(DERIVED)
