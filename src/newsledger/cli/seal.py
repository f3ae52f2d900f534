"""seal: one hash over all events, to prove later that nothing was altered or lost."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import click

from newsledger.cli._ask import exit_code, opened
from newsledger.cli._beside import folder_of
from newsledger.cli._finding import find_ledger
from newsledger.cli._out import hint, many, one_line, say, say_json, tell
from newsledger.durable import telling, write_whole
from newsledger.event import recorded_micros, short
from newsledger.ledger import Ledger, utc_now, whoever_runs_this
from newsledger.problems import ERROR
from newsledger.sealing import shelf as shelves
from newsledger.sealing.shelf import Shelf
from newsledger.sealing.text import Member, Seal, read

KEEP = "keep the root where nobody who can write the ledger can change it: print it, publish it, send it to somebody"
MOST = 10
"""So many late events are named."""


@click.command()
@click.option("--sign", "key", metavar="KEY", help="Sign it with this SSH key, by ssh-keygen.")
@click.option("--anew", is_flag=True, help="Go on from no seal before, as after a loss that cannot be mended.")
@click.option("--by", help="Who seals; your login name where none is given.")
@click.option("--dry-run", is_flag=True, help="Show what it would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="What was sealed, as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    key: str | None,
    anew: bool,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Seal the ledger as it stands: a small text file in `events/_seals/`, with one hash over all events.

    The hash, called the root, is another as soon as one event is altered, missing, or back-dated: `verify`
    tells which. What is added later breaks no seal, and the next seal goes on from this one.
    A seal proves no more than whoever keeps its root elsewhere can prove, or whoever signs it.

    \b
    newsledger seal
    newsledger seal --sign ~/.ssh/id_ed25519
    """
    ledger = opened(ctx)
    _refuse_damaged(ctx, ledger)
    with folder_of(ledger, find_ledger(ctx.obj)) as folder:
        done = _sealed(ledger, folder, key, anew=anew, by=by, dry_run=dry_run)
    _answer(*done[:3], new=done[3], dry_run=dry_run, as_json=as_json)


def _sealed(
    ledger: Ledger, folder: Path, key: str | None, *, anew: bool, by: str | None, dry_run: bool
) -> tuple[Seal, list[Member], str | None, bool]:
    """The seal, the late events that it takes in, its signature, and whether it is a new one."""
    shelf = shelves.read_shelf(folder)
    members = ledger.state().pairs()
    now = utc_now().astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    raw = shelves.next_seal(shelf, members, sealed=f"{now}Z", by=by or whoever_runs_this(), anew=anew)
    if raw is None:
        newest = next(seal for seal in shelf.newest() if seal.count == len(members))
        signature = _sign_again(folder, newest, key, dry_run=dry_run)
        return newest, [], signature, False
    signed = _signed(raw, key)
    late = _late(shelf, read(raw, ""))
    file = None if dry_run else shelves.put(folder, raw)
    signature = _put_signature(folder, file, signed) if file and signed else None
    return read(raw, file or ""), late, signature, True


def _refuse_damaged(ctx: click.Context, ledger: Ledger) -> None:
    """A seal over the sound lines alone would leave the damaged ones out for good."""
    broken = [problem for problem in ledger.problems if problem.severity == ERROR]
    if broken:
        tell(broken, most=MOST)
        hint("nothing was sealed: what is damaged would be left out. Restore it from git, then seal")
        ctx.exit(exit_code(broken))


def _late(shelf: Shelf, seal: Seal) -> list[Member]:
    """What the seal takes in, though it was recorded before the seals that this one goes on from."""
    before = max((recorded_micros(shelf.seals[one].sealed) for one in seal.after), default=None)
    return [member for member in seal.members if before is not None and recorded_micros(member[1]) < before]


# --- signatures -------------------------------------------------------------------------------


def _signed(raw: bytes, key: str | None) -> bytes | None:
    if key is None:
        return None
    from newsledger.cli._signing import sign

    return sign(raw, key)


def _put_signature(folder: Path, file: str, signed: bytes) -> str:
    from newsledger.cli._signing import ENDING

    path = folder / f"{file}{ENDING}"
    with telling(str(folder), "the seal stands, and its signature does not"):
        write_whole(str(path.parent), path.name, signed)
    return f"{file}{ENDING}"


def _sign_again(folder: Path, seal: Seal, key: str | None, *, dry_run: bool) -> str | None:
    """Signs a seal that stands there already, unless it is signed."""
    from newsledger.cli._signing import ENDING

    file = f"{seal.file}{ENDING}"
    if (folder / file).exists():
        return file
    signed = _signed((folder / str(seal.file)).read_bytes(), key)
    return None if signed is None or dry_run else _put_signature(folder, str(seal.file), signed)


# --- telling ----------------------------------------------------------------------------------


def _answer(seal: Seal, late: list[Member], signature: str | None, *, new: bool, dry_run: bool, as_json: bool) -> None:
    if late:
        hint(f"{many(len(late), 'event')} came in since the seal before, recorded before it. Is each meant to be here?")
    for identity, recorded, by in late[:MOST]:
        hint(f"  {short(identity)}  recorded {recorded} by {one_line(by)}")
    if as_json:
        say_json(_as_json(seal, late, signature, new=new, dry_run=dry_run))
    else:
        say(f"root {seal.root}")
        say(f"{many(seal.count, 'event')}, sealed {seal.sealed} by {one_line(seal.by)}")
    if not new:
        hint(f"nothing new since the seal {short(seal.id)}: it stands")
    else:
        hint(f"{many(len(seal.members), 'event')} more than before" if seal.after else "it goes on from no seal")
        hint("nothing written: --dry-run" if dry_run else f"written: {seal.file}; {KEEP}")
    if signature:
        hint(f"signature: {signature}")


def _as_json(seal: Seal, late: list[Member], signature: str | None, *, new: bool, dry_run: bool) -> dict[str, Any]:
    return {
        "schema": "newsledger/sealed/1", "seal": seal.id, "root": seal.root, "count": seal.count,
        "sealed": seal.sealed, "by": seal.by, "after": list(seal.after), "new": len(seal.members) if new else 0,
        "late": [identity for identity, _, _ in late], "file": seal.file or None, "signature": signature,
        "dry_run": dry_run,
    }  # fmt: skip
