from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.requirements import (
    ROOT,
    Proof,
    find_proofs,
    find_python_proofs,
    find_web_proofs,
    main,
    read_requirements,
    trace,
)

DOCUMENT = """\
# Requirements

## 1. Customers
- **R001** CRM · One directory.
- **R002** CRM · A form: **bold**, R001 and · inside.
- **X1** Ruling · Always blocked.
"""


def numbers_by_test(proofs: Iterator[Proof]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, test in proofs:
        found.setdefault(test, []).append(number)
    return found


def write_project(root: Path, test: str) -> None:
    for name, text in {"docs/requirements.md": DOCUMENT, "tests/unit/test_it.py": test}.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, "utf-8")


def test_a_line_has_a_number_a_class_and_a_text():
    assert read_requirements(DOCUMENT) == [
        ("R001", "CRM", "One directory."),
        ("R002", "CRM", "A form: **bold**, R001 and · inside."),
        ("X1", "Ruling", "Always blocked."),
    ]


def test_a_function_may_name_several_numbers_and_be_async_or_parametrised():
    source = """
@pytest.mark.parametrize("case", [1, pytest.param(2, marks=pytest.mark.requirement("R003"))])
@pytest.mark.requirement("R001", "R002")
async def test_one(case): ...

@mark.requirement("R004")
def test_two(): ...

@pytest.mark.requirement("R005")
def no_test(): ...
"""
    assert numbers_by_test(find_python_proofs(source, "t.py")) == {
        "t.py::test_one": ["R001", "R002", "R003"],
        "t.py::test_two": ["R004"],
    }


def test_marks_of_a_class_and_of_the_module_hold_for_each_test_within():
    source = """
pytestmark = [pytest.mark.chaos, pytest.mark.requirement("R001")]

@pytest.mark.requirement("R002")
class TestMoves:
    pytestmark = pytest.mark.requirement("R003")

    @pytest.mark.requirement("R004")
    def test_inner(self): ...

def test_outer(): ...
"""
    assert numbers_by_test(find_python_proofs(source, "t.py")) == {
        "t.py::TestMoves::test_inner": ["R001", "R002", "R003", "R004"],
        "t.py::test_outer": ["R001"],
    }


def test_marks_are_found_behind_the_names_a_decorator_uses():
    source = """
proves_moves = pytest.mark.requirement("R001")
CASES: list = [pytest.param(1, marks=[pytest.mark.requirement("R002")])]

@proves_moves
def test_named(): ...

@pytest.mark.parametrize("case", CASES)
def test_table(case): ...
"""
    assert numbers_by_test(find_python_proofs(source, "t.py")) == {
        "t.py::test_named": ["R001"],
        "t.py::test_table": ["R002"],
    }


def test_a_mark_that_is_no_literal_comes_out_as_written_so_that_it_is_refused():
    source = '@pytest.mark.requirement(*ALL, f"R{n}")\ndef test_it(): ...\n'
    assert numbers_by_test(find_python_proofs(source, "t.py")) == {
        "t.py::test_it": ["*ALL", "f'R{n}'"]
    }


def test_titles_of_browser_unit_tests_name_numbers():
    source = """
test("R001 and R002: shown by name", () => {});
  it('says "no" (X12)', async () => {});
it.each([["a(", 1], [f(2), 2]])(`R003 %s`, () => {});
test.concurrent.each<[string, number]>([["a", 1]])("R004", () => {});
test.each`
  a | b
`("R005 $a", () => {});
"""
    assert numbers_by_test(find_web_proofs(source, "a.test.ts")) == {
        "a.test.ts: R001 and R002: shown by name": ["R001", "R002"],
        'a.test.ts: says "no" (X12)': ["X12"],
        "a.test.ts: R003 %s": ["R003"],
        "a.test.ts: R004": ["R004"],
        "a.test.ts: R005 $a": ["R005"],
    }


def test_what_never_runs_or_is_no_test_proves_nothing():
    source = """
// test("R001 in a comment", () => {});
/* it("R002 in a long
   comment") */
test.skip("R003", () => {});
it.todo("R004");
const found = /x/.test("R005");
submit("R006");
test("http://a and // no comment R007", () => {});
test("no number", () => expect("R008").toBe("R008"));
"""
    assert [proof.number for proof in find_web_proofs(source, "a.test.ts")] == ["R007"]


def test_numbers_that_are_unknown_or_there_twice_are_not_sound():
    requirements = read_requirements(DOCUMENT)
    assert trace(requirements, [Proof("R001", "a")]).is_sound
    assert trace(requirements, [Proof("R999", "a")]).unknown == [("R999", "a")]
    assert trace([*requirements, requirements[0]], []).twice == ["R001"]
    assert not trace(requirements, [Proof("R999", "a")]).is_sound
    assert not trace([*requirements, requirements[0]], []).is_sound


def test_the_report_shows_tests_then_what_is_open_then_the_sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_project(tmp_path, '@pytest.mark.requirement("R001")\ndef test_it(): ...\n')
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == [
        "R001 CRM · One directory.",
        "     tests/unit/test_it.py::test_it",
        "",
        "Open:",
        "R002 CRM · A form: **bold**, R001 and · inside.",
        "X1 Ruling · Always blocked.",
        "",
        "1 of 3 requirements have a test",
    ]


def test_only_what_is_open_is_printed_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_project(tmp_path, '@pytest.mark.requirement("R001", "R002")\ndef test_it(): ...\n')
    assert main(["--open"], tmp_path) == 0
    assert capsys.readouterr().out == "X1 Ruling · Always blocked.\n"


def test_a_test_that_names_a_number_nobody_wrote_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_project(tmp_path, '@pytest.mark.requirement("R099")\ndef test_it(): ...\n')
    assert main([], tmp_path) == 1
    assert "there is no R099, named by tests/unit/test_it.py::test_it" in capsys.readouterr().err


def test_every_requirement_of_this_project_is_there_once_and_every_mark_exists():
    text = (ROOT / "docs/requirements.md").read_text("utf-8")
    requirements = read_requirements(text)
    report = trace(requirements, find_proofs(ROOT))
    assert report.twice == []
    assert report.unknown == []
    assert len(requirements) == sum(line.startswith("- **") for line in text.splitlines())
    numbers = [requirement.number for requirement in requirements]
    assert [number for number in numbers if number.startswith("X")] == [
        f"X{n}" for n in range(1, 15)
    ]
    assert [number for number in numbers if number.startswith("V")] == [
        f"V{n}" for n in range(1, 14)
    ]


def test_references_between_requirements_lead_somewhere():
    requirements = read_requirements((ROOT / "docs/requirements.md").read_text("utf-8"))
    numbers = {requirement.number for requirement in requirements}
    referred = {
        word.strip(".,;:()")
        for requirement in requirements
        for word in requirement.text.replace("'s", "").split()
        if word.strip(".,;:()")[1:].isdigit() and word.strip(".,;:()")[0] in "RXV"
    }
    assert len(referred) > 30  # or the reading above has broken
    assert referred <= numbers
