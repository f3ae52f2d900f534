"""verify: whether all that was sealed is still there, unaltered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from newsledger.cli._amending import meant, typed
from newsledger.cli._ask import BROKEN, FINDINGS, FINE, UNREADABLE, opened
from newsledger.cli._beside import folder_of, lines_of
from newsledger.cli._finding import find_ledger
from newsledger.cli._out import hint, many, one_line, say, say_json, visible
from newsledger.cli._sealed import asked
from newsledger.cli._wording import claim_line
from newsledger.durable import telling, write_whole
from newsledger.errors import InvalidInput
from newsledger.event import Event, short
from newsledger.ledger import Ledger
from newsledger.problems import ERROR, Problem
from newsledger.redacting import WORDS_MISSING
from newsledger.replay import State
from newsledger.sealing import verifying
from newsledger.sealing.shelf import Shelf
from newsledger.sealing.text import Seal
from newsledger.sealing.verifying import Finding, Redacted, Verdict

if TYPE_CHECKING:
    from newsledger.cli._signing import Signature

BREAKING = {
    verifying.MISSING, verifying.ALTERED, verifying.BACK_DATED, WORDS_MISSING, "id-mismatch",
    "missing-seal", "damaged-seal", "unsigned-seal", "bad-signature", "unknown-signer",
}  # fmt: skip
"""Codes of what breaks a seal, or what it vouches for; any other error is something that cannot be read."""


@click.command()
@click.argument("named", metavar="[SEAL]...", nargs=-1)
@click.option(
    "--allowed-signers", metavar="FILE", help="Whose keys count, as ssh-keygen reads it; then each has to be signed."
)
@click.option("--proof", metavar="ID", help="Prove to others that this event was sealed.")
@click.option("-o", "output", metavar="FILE", help="Write the proof to a file.")
@click.option("--json", "as_json", is_flag=True, help="What was found, as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    named: tuple[str, ...],
    *,
    allowed_signers: str | None,
    proof: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Prove that what was sealed is still there, unaltered; name whatever is altered, missing or back-dated.

    SEAL is any beginning of a root, of a seal's id or of its file's name; without one the newest seals are
    taken, which cover all that was ever sealed. Give the root that you kept elsewhere: then nobody can have
    exchanged the seal.

    `--proof ID` answers with a proof that the event was sealed, which others check without newsledger.

    Exit codes: 0 all is there, 1 only findings that break no seal, such as an event recorded before a seal and
    not in it, 3 lines or seals that cannot be read, 4 something that was sealed is altered or gone.

    \b
    newsledger verify
    newsledger verify 6749e376 --allowed-signers signers
    newsledger verify --proof 7c13ab12 -o proof.json
    """
    _check_options(proof, output, allowed_signers)
    ledger = opened(ctx)
    place = find_ledger(ctx.obj)
    with folder_of(ledger, place) as folder:
        request = asked(folder, named)
        event = None if proof is None else _event(ledger, proof)
        reading = ledger.store.read()
        verdict = verifying.verify(request.shelf, request.seals, reading, lines_of(ledger, place))
        signatures, found = _signatures(folder, verdict.seals, allowed_signers)
    every = [*(Finding(problem=problem) for problem in (*request.problems, *found)), *verdict.findings]
    findings = sorted(_told(every, reading.events), key=_order)
    if event is not None:
        _prove(request.shelf, verdict, event, output)
        _tell_count(findings)
    elif as_json:
        say_json(_as_json(verdict, findings, signatures))
    else:
        _show(verdict, findings, signatures)
    ctx.exit(_code(findings))


def _check_options(proof: str | None, output: str | None, allowed: str | None) -> None:
    if output is not None and proof is None:
        message = "-o writes a proof: say of which event, --proof ID"
        raise click.UsageError(message)
    found = [] if output is None else _wrong_output(Path(output), output)
    if allowed is not None and not Path(allowed).is_file():
        message = f"--allowed-signers: there is no file {allowed!r}"
        advice = "each line of it names somebody and a key: amira@example.org ssh-ed25519 AAAA…"
        found.append(typed("no-signers", message, advice, allowed))
    if found:
        raise InvalidInput(found)


def _wrong_output(path: Path, told: str) -> list[Problem]:
    if path.is_dir():
        return [typed("is-folder", f"-o: {told!r} names a folder", "name a file, such as proof.json", told)]
    if path.exists():
        return [typed("file-exists", f"-o: {told!r} is there already", "name a new file, or move that one away", told)]
    if not path.parent.is_dir():
        message = f"-o: there is no folder {str(path.parent)!r}"
        return [typed("no-folder", message, "make it first, or name another", told)]
    return []


def _event(ledger: Ledger, begun: str) -> Event:
    found: list[Problem] = []
    event = meant(ledger, begun, found, name="--proof")
    if event is None:
        raise InvalidInput(found)
    return event


def _signatures(
    folder: Path, seals: tuple[Seal, ...], allowed: str | None
) -> tuple[dict[str, Signature | None], list[Problem]]:
    from newsledger.cli._signing import checked

    signatures: dict[str, Signature | None] = {}
    found: list[Problem] = []
    for seal in seals:
        signatures[seal.id], wrong = checked(folder, seal, allowed)
        found += wrong
    return signatures, found


# --- proofs -----------------------------------------------------------------------------------


def _prove(shelf: Shelf, verdict: Verdict, event: Event, output: str | None) -> None:
    """Writes the proof for an event, out of the first of the seals that covers it."""
    from newsledger.sealing import proving

    for seal in verdict.seals:
        member = proving.member_in(shelf, seal, event.id)
        if member is not None and not shelf.faults(seal):
            proof = proving.proof(shelf, seal, member, event)
            break
    else:
        message = f"--proof: {short(event.id)} is in no whole seal that was asked for"
        raise InvalidInput([typed("not-sealed", message, "seal first: newsledger seal", "")])
    if output is None:
        say_json(proof)
        return
    import json

    path = Path(output)
    with telling(str(path.parent), "no proof was written"):
        text = json.dumps(proof, ensure_ascii=False, indent=1) + "\n"
        write_whole(str(path.parent), path.name, text.encode())
    hint(f"proof that {short(event.id)} was sealed on {proof['sealed']}: {output}")
    hint(f"it holds for whoever knows the root from elsewhere: {proof['root']}")


def _tell_count(findings: list[Finding]) -> None:
    if findings:
        hint(f"{many(len(findings), 'finding')} beside; `newsledger verify` names them")


# --- telling ----------------------------------------------------------------------------------


def _told(findings: list[Finding], events: Iterable[Event]) -> Iterator[Finding]:
    """Findings with the claims that they are about, where their events are still there."""
    state = State(events if any(finding.member for finding in findings) else ())
    for finding in findings:
        event = None if finding.member is None else state.get(finding.member[0])
        claim = "" if event is None else f": {one_line(claim_line(event.said))}"
        problem = attrs.evolve(finding.problem, message=f"{finding.problem.message}{claim}")
        yield attrs.evolve(finding, problem=problem)


def _order(finding: Finding) -> tuple[Any, ...]:
    where = finding.problem.where
    return (finding.problem.severity, where.file or "", where.line or 0, finding.problem.code, finding.problem.message)


def _show(verdict: Verdict, findings: list[Finding], signatures: dict[str, Signature | None]) -> None:
    for seal in verdict.seals:
        say(f"seal {short(seal.id)}: {many(seal.count, 'event')}, sealed {seal.sealed} by {one_line(seal.by)}")
        say(f"  root {seal.root}")
        say(f"  {_signed(signatures[seal.id])}")
    for finding in findings:
        say(str(finding.problem))
    for redacted in verdict.redacted:
        say(f"{short(redacted.member[0])}  {_redacted(redacted)}")
    if verdict.late:
        say(f"{many(len(verdict.late), 'event')} came in between two seals, recorded before the first of them")
    errors = sum(1 for finding in findings if finding.problem.severity == ERROR)
    since = f"{verdict.unsealed} more in no seal that was asked for" if verdict.unsealed else "nothing more"
    if errors:
        say(f"broken: {many(errors, 'error')} over {many(verdict.covered, 'sealed event')}; {since}")
    else:
        say(f"sound: {many(verdict.covered, 'sealed event')}, all there, none altered; {since}")


def _signed(signature: Signature | None) -> str:
    if signature is None:
        return "not signed"
    if signature.signer:
        return f"signed by {visible(signature.signer)} ({signature.key})"
    if signature.key:
        return f"signed by {signature.key}, and nobody told whose that is"
    return f"with a signature that proves nothing: {signature.file}"


def _redacted(redacted: Redacted) -> str:
    why = f": {one_line(redacted.reason)}" if redacted.reason else ""
    who = f" ({one_line(redacted.authority)})" if redacted.authority else ""
    return f"redacted as declared{why}{who}; its place in the seal stays"


def _as_json(verdict: Verdict, findings: list[Finding], signatures: dict[str, Signature | None]) -> dict[str, Any]:
    return {
        "schema": "newsledger/verify/1", "sound": _code(findings) in (FINE, FINDINGS), "sealed": verdict.covered,
        "unsealed": verdict.unsealed, "seals": [_seal_json(seal, signatures[seal.id]) for seal in verdict.seals],
        "findings": [_finding_json(finding) for finding in findings],
        "redacted": [{**_member(one.member), "reason": one.reason, "authority": one.authority}
                     for one in verdict.redacted],
        "late": [{**_member(member), "seal": seal.id} for seal, member in verdict.late],
    }  # fmt: skip


def _seal_json(seal: Seal, signature: Signature | None) -> dict[str, Any]:
    return {
        "id": seal.id, "root": seal.root, "count": seal.count, "sealed": seal.sealed, "by": seal.by,
        "after": list(seal.after), "file": seal.file, "signature": signature and attrs.asdict(signature),
    }  # fmt: skip


def _finding_json(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "code": problem.code, "severity": problem.severity, "message": problem.message, "hint": problem.hint,
        "file": problem.where.file, "line": problem.where.line,
        "member": finding.member and _member(finding.member), "now": finding.now and _member(finding.now),
    }  # fmt: skip


def _member(member: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("id", "recorded", "by"), member, strict=True))


def _code(findings: list[Finding]) -> int:
    """4 as soon as something sealed is not what it was; 3 where that cannot be told; 1 for the rest."""
    errors = [finding.problem.code for finding in findings if finding.problem.severity == ERROR]
    if BREAKING.intersection(errors):
        return BROKEN
    return UNREADABLE if errors else FINDINGS if findings else FINE
