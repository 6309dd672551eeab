#!/usr/bin/env python3
"""Which tests prove which requirement: `python tools/requirements.py [--open]`.

docs/requirements.md has a line per number. A Python test names its numbers in a mark, on
itself, its class or its module; a browser unit test names them in its title. Ends with 1 when
a test names a number that does not exist, or a number is there twice.
"""

import argparse
import ast
import re
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

LINE = re.compile(r"^- \*\*([RXV]\d+)\*\* (\w+) · (.+)$")
NUMBER = re.compile(r"\b(?:R\d{3}|[XV]\d{1,2})\b")

STRING = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
STRING_OR_COMMENT = re.compile(rf"({STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
TEST_CALL = re.compile(r"(?<![\w.])(?:test|it)((?:\.\w+)*)\s*(?:<[^()`]*>)?\s*(?=[(`])")
TITLE = re.compile(rf"\s*\(\s*({STRING})")
STRING_OR_BRACKET = re.compile(rf"{STRING}|[()]")
NEVER_RUN = frozenset({"skip", "todo"})


class Requirement(NamedTuple):
    """One line of docs/requirements.md."""

    number: str
    kind: str
    text: str


class Proof(NamedTuple):
    """A test that names a number; `test` is what pytest or a reader finds it by."""

    number: str
    test: str


class Report(NamedTuple):
    """Every requirement with its tests, and what is wrong with the numbers."""

    requirements: Sequence[Requirement]
    tests: Mapping[str, Sequence[str]]
    unknown: Sequence[Proof]
    twice: Sequence[str]

    @property
    def still_open(self) -> list[Requirement]:
        """The requirements that no test names."""
        return [one for one in self.requirements if not self.tests.get(one.number)]

    @property
    def is_sound(self) -> bool:
        """Whether every number is there once, and every test's number is there."""
        return not self.unknown and not self.twice


def read_requirements(text: str) -> list[Requirement]:
    """The requirements of a Markdown text, in its order."""
    return [Requirement(*found.groups()) for found in map(LINE.match, text.splitlines()) if found]


def find_python_proofs(source: str, path: str) -> Iterator[Proof]:
    """What the tests of one Python module claim to prove. Raises SyntaxError."""
    module = ast.parse(source, path)
    named = _read_names(module.body)
    yield from _walk_tests(module.body, path, named.get("pytestmark", set()), named)


def _walk_tests(
    body: Iterable[ast.stmt], where: str, inherited: set[str], named: Mapping[str, set[str]]
) -> Iterator[Proof]:
    for node in body:
        match node:
            case ast.ClassDef(name=name) if name.startswith("Test"):
                own = _read_names(node.body).get("pytestmark", set())
                numbers = inherited | own | _read_marks(node.decorator_list, named)
                yield from _walk_tests(node.body, f"{where}::{name}", numbers, named)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith(
                "test"
            ):
                numbers = inherited | _read_marks(node.decorator_list, named)
                yield from (Proof(number, f"{where}::{name}") for number in sorted(numbers))


def _read_names(body: Iterable[ast.stmt]) -> dict[str, set[str]]:
    """The marks behind a body's names: `pytestmark`, a shared mark, a table of pytest.param."""
    named: dict[str, set[str]] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named[name] = _read_marks([value], named)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                named[name] = _read_marks([value], named)
    return named


def _read_marks(trees: Iterable[ast.expr], named: Mapping[str, set[str]]) -> set[str]:
    """The numbers of every `mark.requirement(...)` within, pytest.param's marks too."""
    numbers: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        match node:
            case ast.Name(id=name):
                numbers |= named.get(name, set())
            case ast.Call(func=ast.Attribute(attr="requirement", value=on), args=arguments) if (
                ast.unparse(on).endswith("mark")
            ):
                numbers |= {_read_number(argument) for argument in arguments}
    return numbers


def _read_number(argument: ast.expr) -> str:
    """The literal number; anything else as written, which no requirement is called."""
    match argument:
        case ast.Constant(value=str(number)):
            return number
    return ast.unparse(argument)


def find_web_proofs(source: str, path: str) -> Iterator[Proof]:
    """What the titles of a TypeScript module's `test(` and `it(` calls claim to prove."""
    code = STRING_OR_COMMENT.sub(lambda found: found[1] or " ", source)
    for call in TEST_CALL.finditer(code):
        words = call[1].split(".")
        if NEVER_RUN.intersection(words):
            continue
        # .each takes its table first, and the title in the call after that
        start = _pass_over(code, call.end()) if "each" in words else call.end()
        if title := TITLE.match(code, start):
            for number in sorted(set(NUMBER.findall(title[1]))):
                yield Proof(number, f"{path}: {title[1][1:-1]}")


def _pass_over(code: str, start: int) -> int:
    """The place after the template or the bracketed list that begins at `start`."""
    depth = 0
    for token in STRING_OR_BRACKET.finditer(code, start):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return len(code)


def find_proofs(root: Path) -> Iterator[Proof]:
    """Every claim of the tests below `root`."""
    for path in sorted((root / "tests").rglob("*.py")):
        yield from find_python_proofs(path.read_text("utf-8"), path.relative_to(root).as_posix())
    web = (path for kind in ("ts", "tsx") for path in (root / "web").rglob(f"*.test.{kind}"))
    for path in sorted(path for path in web if "node_modules" not in path.parts):
        yield from find_web_proofs(path.read_text("utf-8"), path.relative_to(root).as_posix())


def trace(requirements: Sequence[Requirement], proofs: Iterable[Proof]) -> Report:
    """Put the tests beside the requirements."""
    numbers = Counter(requirement.number for requirement in requirements)
    tests: defaultdict[str, list[str]] = defaultdict(list)
    unknown = []
    for proof in proofs:
        if proof.number in numbers:
            tests[proof.number].append(proof.test)
        else:
            unknown.append(proof)
    twice = [number for number, count in numbers.items() if count > 1]
    return Report(requirements, tests, unknown, twice)


def describe(report: Report, *, only_open: bool) -> Iterator[str]:
    """The report, a line at a time."""
    if not only_open:
        for number, kind, text in report.requirements:
            if tests := report.tests.get(number):
                yield f"{number} {kind} · {text}"
                yield from (f"     {test}" for test in tests)
        yield ""
        yield "Open:"
    yield from (f"{number} {kind} · {text}" for number, kind, text in report.still_open)
    if not only_open:
        whole = len(report.requirements)
        yield ""
        yield f"{whole - len(report.still_open)} of {whole} requirements have a test"


def complain(report: Report) -> Iterator[str]:
    """What is wrong with the numbers, a line at a time."""
    yield from (f"{number} is there more than once" for number in report.twice)
    yield from (f"there is no {number}, named by {test}" for number, test in report.unknown)


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Print the report; 1 when the numbers are not sound."""
    parser = argparse.ArgumentParser(description="Each requirement with its tests.")
    parser.add_argument("--open", action="store_true", help="print only what has no test")
    options = parser.parse_args(arguments)
    requirements = read_requirements((root / "docs/requirements.md").read_text("utf-8"))
    report = trace(requirements, find_proofs(root))
    sys.stdout.writelines(f"{line}\n" for line in describe(report, only_open=options.open))
    sys.stderr.writelines(f"{line}\n" for line in complain(report))
    return 0 if report.is_sound else 1


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends it in silence
    sys.exit(main())
