"""What is known of a return: which refill comes now, until when, and which fields it speaks of.

WeChat tells neither the number nor the day. Thirty days and three refills are second-hand [P], so
all of this is shown as "about", and the user can put it right.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from gui.core.mentions import mentioned
from gui.core.store.returns import Return

if TYPE_CHECKING:
    from gui.core.store.progress import Progress

OWN_REASON = "own_reason"  # in the context of a record: what the user says, never sent
REFILLS = 3
REFILL_DAYS = 30  # natural days from the first return


class Chance(NamedTuple):
    """Which of the refills comes now (None: nobody knows), and the last day for it.

    `told_refill` and `told_deadline` say that the user gave it; else it is a guess.
    """

    refill: int | None = None
    deadline: date | None = None
    told_refill: bool = False
    told_deadline: bool = False


def chance(kept: Return | None, accepted: int) -> Chance:
    """What to show; without a submission from here nobody knows how many there were elsewhere."""
    refill = accepted + 1 if accepted else None
    if kept is None:
        return Chance(refill)
    if kept.refill is not None:
        refill = kept.refill + accepted - kept.refill_after
    return Chance(
        refill=refill,
        deadline=refill_deadline(kept.deadline, kept.seen_at),
        told_refill=kept.refill is not None,
        told_deadline=bool(kept.deadline),
    )


def reason_of(progress: Progress | None, context: Mapping[str, Any]) -> tuple[str, bool]:
    """Why a record came back ("": not known), and whether only the user says so."""
    told = progress.refill_reason if progress else ""
    own = "" if told else str(context.get(OWN_REASON) or "")
    return told or own, bool(own)


def marks(kept: Return | None, reason: str) -> frozenset[str]:
    """Pointers of the fields to mark 打回时提到: the guess, as the user put it right."""
    guess = mentioned(reason)
    if kept is None or kept.reason != reason:
        return guess
    return (guess | frozenset(kept.added)) - frozenset(kept.removed)


def with_marks(kept: Return, reason: str, wanted: frozenset[str]) -> Return:
    """Keep what the user marked, as against the guess for this reason."""
    guess = mentioned(reason)
    return kept._replace(
        reason=reason,
        added=tuple(sorted(wanted - guess)),
        removed=tuple(sorted(guess - wanted)),
    )


def with_chance(kept: Return, refill: int | None, deadline: date | None, accepted: int) -> Return:
    """Keep which refill comes now and until when, as the user says; None takes it back."""
    return kept._replace(
        refill=refill,
        refill_after=accepted,
        deadline=deadline.isoformat() if deadline else "",
    )


def refill_deadline(told: str, seen_at: float | None) -> date | None:
    """The last day for refilling: as the user told (ISO), else counted from when it was seen."""
    if told:
        return date.fromisoformat(told)
    return None if seen_at is None else date.fromtimestamp(seen_at) + timedelta(days=REFILL_DAYS)
