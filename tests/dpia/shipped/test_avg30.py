"""
The verwerkingsregister: what lid 1 and lid 2 ask, as JSON, workbook and in the Logius form.
"""

from __future__ import annotations

import io
import re
import uuid

from datetime import datetime
from typing import Any

import openpyxl
import pytest

from tests.workspaces import DAY
from zvhprivacy.dpia.activity import Activiteit
from zvhprivacy.dpia.avg30 import records
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.rvva import identifier, rvva
from zvhprivacy.messages import LANGUAGES
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.report.avg30 import sheets
from zvhprivacy.report.xlsx import workbook


# The words that the form of the standard allows (RvVA API v0.1).
ALLOWED = {
    "legalBasis": "Consent Contract DataTransferLegalBasis LegalObligation LegitimateInterest "
    "OfficialAuthorityOfController PublicInterest VitalInterest",
    "dataSubjects": "Adult Applicant Citizen Consumer Customer DataSubject Employee "
    "GuardianOfHuman Immigrant JobApplicant Member NonCitizen ParentOfHuman Participant Patient "
    "Student Subscriber Tourist User Visitor VulnerableHuman",
    "processingOptions": "Copy Disclose Obtain Organise Remove Store Transfer Transform Use",
    "legalRole": "DataController DataExporter DataImporter DataProcessor DataProtectionOfficer "
    "JointDataControllers ServiceConsumer ServiceProvider ThirdParty",
}


@pytest.fixture(scope="module")
def made(found: dict[str, Activiteit], workspace: Workspace, register: Register) -> dict[str, Any]:
    """
    Make both records of what ships.
    """
    return records(found.values(), workspace, register, DAY)


@pytest.fixture(scope="module")
def standard(
    found: dict[str, Activiteit], workspace: Workspace, register: Register
) -> dict[str, Any]:
    """
    Make the form of the standard.
    """
    return rvva(found.values(), workspace, register)


# --- the records ----------------------------------------------------------------------------------


def test_every_public_controller_can_be_reached(made: dict[str, Any]) -> None:
    """
    Of every joint controller the register says whom to turn to, and who its FG is.
    """
    joint = [party for each in made["verwerkingen"] if each["gezamenlijk"]
             for party in each["verantwoordelijken"]
             if party["rol"] == "gezamenlijk-verwerkingsverantwoordelijke"]  # fmt: skip

    assert joint
    assert set() == {
        party["organisatie"] for party in joint if not (party["contact"] and party["fg"])
    }


def test_joint_controllers_have_an_arrangement(made: dict[str, Any]) -> None:
    """
    Where controllers are joint, the register names their arrangement (AVG 26).
    """
    assert [] == [each["id"] for each in made["verwerkingen"]
                  if each["gezamenlijk"] and not each["regeling"]]  # fmt: skip


def test_a_processor_is_told_of_where_it_works(made: dict[str, Any]) -> None:
    """
    Each processor stands by the activities of its convenanten, and these by it; none by others.
    """
    for each in made["verwerkers"]:
        here = {row["id"] for row in made["verwerkingen"] if each["verwerker"] in row["verwerkers"]}

        assert here
        assert here == set(each["activiteiten"])
        assert each["overeenkomst"]
    leverancier = made["verwerkers"][0]
    assert "casussysteem-noordoost" == leverancier["verwerker"]
    assert {"zvh-brabant-noordoost"} == {row.split("/")[0] for row in leverancier["activiteiten"]}
    assert "college-shertogenbosch" in {
        party["organisatie"] for party in leverancier["verantwoordelijken"]
    }


def test_a_processor_of_one_process_is_not_told_of_others(
    found: dict[str, Activiteit], workspace: Workspace, register: Register
) -> None:
    """
    With *processen* a processor works in those alone.
    """
    authored = register.verwerkingsregister
    assert authored is not None
    (first, *rest) = authored.verwerkers
    narrow = authored.model_copy(
        update={"verwerkers": (first.model_copy(update={"processen": ("com",)}), *rest)}
    )
    changed = Register(dpias=register.dpias, verwerkingsregister=narrow)
    told = records(found.values(), workspace, changed, DAY)["verwerkers"][0]

    assert {"com"} == {row.split("/")[1] for row in told["activiteiten"]}


def test_without_an_authored_file_the_rules_still_speak(
    found: dict[str, Activiteit], workspace: Workspace
) -> None:
    """
    A workspace without `verwerkingsregister.yaml` has a register; it says what it does not know.
    """
    told = records(found.values(), workspace, Register(), DAY)

    assert told["verwerkingen"]
    assert [] == told["verwerkers"]
    assert told["verwerkingen"][0]["verantwoordelijken"][0]["contact"] is None
    assert told["verwerkingen"][0]["regeling"] is None


# --- the workbook ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_has_a_row_per_record(made: dict[str, Any], lang: str) -> None:
    """
    Both sheets have a head and a row per record, and every cell says something.
    """
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets(made, lang))))
    first, controllers, second, about = book.worksheets
    known = {party["organisatie"] for each in made["verwerkingen"]
             for party in each["verantwoordelijken"]}  # fmt: skip

    assert [each["id"] for each in made["verwerkingen"]] == [c.value for c in first["A"][1:]]
    assert sorted(known) == [cell.value for cell in controllers["A"][1:]]
    assert len(made["verwerkers"]) + 1 == second.max_row
    for sheet in book.worksheets:
        assert [] == [c.coordinate for row in sheet.iter_rows() for c in row if c.value is None]
    assert datetime.fromisoformat(made["op"]) in {cell.value for cell in about["B"]}


# --- the form of the standard ---------------------------------------------------------------------


def test_every_version_is_in_words_of_the_standard(standard: dict[str, Any]) -> None:
    """
    The standard lists the words; ours are all translated into those.
    """
    for each in standard["processingActivities"]:
        for version in each["versions"]:
            for field in ("legalBasis", "dataSubjects", "processingOptions"):
                assert version[field], each["processingActivityId"]
                assert set(version[field]) <= set(ALLOWED[field].split())
            roles = {one["legalRole"] for one in version["recipients"]}
            assert roles <= set(ALLOWED["legalRole"].split())


def test_every_reference_leads_to_an_entity(standard: dict[str, Any]) -> None:
    """
    Organisations are named by a UUID, and each is told of once.
    """
    known = [each["id"] for each in standard["entities"]]
    named = {one["entityId"] for each in standard["processingActivities"]
             for version in each["versions"] for one in version["recipients"]}  # fmt: skip

    assert len(known) == len(set(known))
    assert named <= set(known)
    for each in standard["processingActivities"]:
        for version in each["versions"]:
            entities = [one["entityId"] for one in version["recipients"]]
            assert len(entities) == len(set(entities)), each["processingActivityId"]
    assert all(str(uuid.UUID(each)) == each for each in known)


def test_versions_are_numbered_and_dated(standard: dict[str, Any]) -> None:
    """
    Versions count from one, each from its own moment; terms are durations.
    """
    for each in standard["processingActivities"]:
        numbers = [version["version"] for version in each["versions"]]
        moments = [datetime.fromisoformat(version["validFrom"]) for version in each["versions"]]

        assert list(range(1, each["latestVersion"] + 1)) == numbers
        assert sorted(set(moments)) == moments
        assert all(moment.utcoffset() is not None for moment in moments)
        for version in each["versions"]:
            assert re.fullmatch(r"P\d+[YMD]", version["personalData"]["retentionPeriod"])


def test_a_day_begins_in_the_netherlands(standard: dict[str, Any]) -> None:
    """
    What holds from the first of July holds there from midnight, in summer time.
    """
    moments = {version["validFrom"] for each in standard["processingActivities"]
               for version in each["versions"]}  # fmt: skip

    assert {
        "2025-03-01T00:00:00+01:00",
        "2025-07-01T00:00:00+02:00",
        "2026-01-01T00:00:00+01:00",
    } >= moments


def test_the_ids_of_the_logboek_are_published(
    standard: dict[str, Any], made: dict[str, Any]
) -> None:
    """
    Each activity also carries the name that the lines have; those of both records are all there.
    """
    ids = [each["processingActivityId"] for each in standard["processingActivities"]]
    active = {each["processingActivityId"] for each in standard["processingActivities"]
              if each["active"]}  # fmt: skip

    assert len(ids) == len(set(ids))
    assert active == {each["id"] for each in made["verwerkingen"]}


def test_a_uuid_is_the_same_in_every_export() -> None:
    """
    Who kept a reference finds the same thing again: this one never changes.
    """
    assert "2be6128d-8714-536f-b605-5df448d6d44f" == identifier("entity", "college-breda")
    assert identifier("entity", "x") != identifier("activity", "x")


def test_measures_of_the_adopted_dpia_lead_to_it(standard: dict[str, Any]) -> None:
    """
    A measure of a DPIA names the assessment it comes from.
    """
    (version, *_) = next(
        each["versions"]
        for each in standard["processingActivities"]
        if each["processingActivityId"].startswith("zvh-baronie-breda/com/complexe-casuistiek@")
    )
    assessed = [one["assessment"] for each in version["measures"] for one in each.get("risks", [])]

    assert "dpia/complexe-casuistiek.yaml#per-casus-per-rol" in assessed
