"""Errors: one small family, each also a builtin, each with its exit code."""

from __future__ import annotations

import pickle

import pytest

from newsledger import errors
from newsledger.errors import InvalidInput, NewsledgerError
from newsledger.problems import Problem

FAMILY = {
    errors.InvalidInput: (ValueError, 2),
    errors.LedgerNotFound: (FileNotFoundError, 3),
    errors.LedgerUnusable: (OSError, 3),
    errors.IntegrityBroken: (ValueError, 4),
    errors.LedgerLocked: (TimeoutError, 5),
    errors.LedgerMoved: (RuntimeError, 5),
    errors.NotInLedger: (LookupError, 2),
}
"""Each member, the builtin that it is as well, and its exit code as the interface fixes it."""


def test_the_family_is_whole() -> None:
    """Whatever newsledger raises on purpose stands in the table."""
    assert set(NewsledgerError.__subclasses__()) == set(FAMILY)


@pytest.mark.parametrize(("error", "builtin", "code"), [(error, *rest) for error, rest in FAMILY.items()])
def test_each_is_a_builtin_with_an_exit_code(error: type[NewsledgerError], builtin: type, code: int) -> None:
    """Who catches the builtin catches it, and the command line ends with its code."""
    assert issubclass(error, builtin)
    assert error.exit_code == code
    assert (error.__doc__ or "").endswith(".")


def test_all_problems_are_carried_and_told() -> None:
    """Wrong input holds every problem, in order, and tells all of them."""
    first, second = Problem(code="a", message="one"), Problem(code="b", message="two", hint="three")

    refused = InvalidInput(iter([first, second]))

    assert refused.problems == (first, second)
    assert str(refused) == "error[a]: one\nerror[b]: two\n  three"


def test_problems_travel_between_processes() -> None:
    """An error that crosses to another process keeps its problems."""
    refused = InvalidInput([Problem(code="a", message="one")])

    arrived = pickle.loads(pickle.dumps(refused))  # noqa: S301  its own bytes

    assert arrived.problems == refused.problems
    assert str(arrived) == str(refused)


def test_a_file_error_tells_its_message() -> None:
    """Errors that are also errors of files say what happened, not a number."""
    assert str(errors.LedgerNotFound("no ledger here")) == "no ledger here"
