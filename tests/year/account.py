"""The account of a year: what was promised, beside what was delivered. Seconds since 1970.

Every promise is kept once, or there is a reason that one can name; everything else is a fault.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.year.deeds import Deed, Train
from tests.year.promises import Promise, local_date, promises_of, shown

LATEST = 2 * 3600
"""What is later than this is dropped."""
LATE = 5 * 60
"""What is later than this says so."""
PATIENCE = 15 * 60 + 60
"""After trouble: the longest pause between two tries, and a lease."""
PROMPT = 90
"""Without any trouble: many who are due at once take turns."""
IN_FLIGHT = 5
"""A kill so soon after a message may have come before it was known to be sent."""
MOST_SHOWN = 50
GOOD = ("expected", "on time", "late", "dropped", "suppressed", "doubled, explained")
FAULTS = ("wrong", "missed", "doubled, unexplained")


@dataclass(frozen=True)
class Delivery:
    """A reminder that reached a chat; `due` is what its buttons say. `unsure`: its answer was lost,
    so that the bot could not know."""

    person: int
    due: int
    at: int
    says_late: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class Trouble:
    """Nothing could be delivered, to anybody or to one person."""

    start: int
    end: int
    person: int | None = None


Of = TypeVar("Of", Deed, Delivery)


@dataclass
class Account:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        counted = ", ".join(f"{self.counts[name]:,} {name}" for name in (*GOOD, *FAULTS))
        more = len(self.faults) - MOST_SHOWN
        rest = (f"… and {more:,} more",) if more > 0 else ()
        return "\n".join((*self.faults[:MOST_SHOWN], *rest, counted))


@dataclass(frozen=True)
class Books:
    """Everything that happened, as it happened; `end`: what is due later is not looked at."""

    deeds: Sequence[Deed]
    deliveries: Sequence[Delivery]
    troubles: Sequence[Trouble]
    kills: Sequence[int]
    end: int

    def settled(self) -> Account:
        account = Account()
        deeds, deliveries = _by_person(self.deeds), _by_person(self.deliveries)
        for person in sorted(deeds.keys() | deliveries.keys()):
            own = [each for each in self.troubles if each.person in (None, person)]
            own += [Trouble(each.at, each.at) for each in deliveries[person] if each.unsure]
            own.sort(key=lambda each: each.start)
            one = _Person(deeds[person], own, self.kills)
            one.settle(deliveries[person], self.end, account)
        return account


def _by_person(given: Iterable[Of]) -> defaultdict[int, list[Of]]:
    found: defaultdict[int, list[Of]] = defaultdict(list)
    for each in sorted(given, key=lambda each: each.at):
        found[each.person].append(each)
    return found


@dataclass(frozen=True)
class _Person:
    deeds: Sequence[Deed]
    troubles: Sequence[Trouble]
    kills: Sequence[int]

    def settle(self, deliveries: Sequence[Delivery], end: int, account: Account) -> None:
        promises = promises_of(self.deeds, end)
        account.counts["expected"] += len(promises)
        for number, delivery in enumerate(deliveries):
            if delivery.due > end:
                continue
            self._match(delivery, promises, deliveries[:number], account)
        for promise in promises:
            if not promise.came:
                self._settle_missing(promise, account)

    def _match(
        self,
        delivery: Delivery,
        promises: Sequence[Promise],
        before: Sequence[Delivery],
        account: Account,
    ) -> None:
        meant = [each for each in promises if each.due <= delivery.due <= each.latest]
        meant.sort(key=lambda promise: promise.latest - promise.due)
        free = [each for each in meant if not each.came]
        if not meant:
            _fault(account, "wrong", delivery, None, "nobody asked for it")
            return
        in_force = [each for each in free if not _over_before(delivery.at, each.ended)]
        promise = (in_force or free or meant)[0]
        promise.came.append(delivery.at)
        why = self._wrong(delivery, promise)
        if why is not None:
            _fault(account, "wrong", delivery, promise, why)
        elif free:
            account.counts["late" if delivery.at - delivery.due > LATE else "on time"] += 1
        else:
            same = [each for each in before if each.due == delivery.due]
            unsure = sum(self._unsure(each) for each in same)
            if len(same) - len(meant) < unsure:
                account.counts["doubled, explained"] += 1
            else:
                _fault(account, "doubled, unexplained", delivery, promise, "it had come before")

    def _wrong(self, delivery: Delivery, promise: Promise) -> str | None:
        """Why it should not have come, or not so; None: it is as it should be."""
        late = delivery.at - delivery.due
        if late < 0:
            return "too early"
        if late > LATEST + PROMPT:
            return "too late"
        if not self._excused(delivery.due, delivery.at):
            return f"{late} s late for no reason"
        if abs(late - LATE) > PROMPT and delivery.says_late != (late > LATE):
            return "it does not say that it is late" if late > LATE else "it says that it is late"
        if promise.ended is not None and _over_before(delivery.at, promise.ended):
            return f"after it was ended by {promise.ended.wish}"
        if self._trained(delivery.at, surely=True):
            return "on a day of training"
        return None

    def _settle_missing(self, promise: Promise, account: Account) -> None:
        due, ended = promise.due, promise.ended
        over = self._over(due)
        moments = [each for each in (due, over) if self._trained(each)]
        if ended is not None and (ended.done is None or due <= ended.done):
            moments.append(max(due, ended.at))
        moments += [
            each.at for each in self.deeds if isinstance(each.wish, Train) and due < each.at
        ]
        before_it = promise.latest > due and self._trained(promise.latest)
        if (
            not promise.sure
            or before_it
            or any(self._excused(due, at) for at in moments if at - due < LATEST)
        ):
            account.counts["suppressed"] += 1
        elif over >= due + LATEST - PROMPT:
            account.counts["dropped"] += 1
        else:
            _fault(account, "missed", None, promise, "it never came")

    def _excused(self, due: int, at: int) -> bool:
        """Whether trouble explains that something due was not there before `at`."""
        over = self._over(due)
        return at <= over + (PROMPT if over == due else PATIENCE)

    def _over(self, due: int) -> int:
        """When the trouble was over that something due had to wait for, or had just run into when
        it was tried again."""
        reached = due
        for each in self.troubles:
            slack = PROMPT if reached == due else PATIENCE
            if each.start <= reached + slack and each.end > reached:
                reached = each.end
        return reached

    def _unsure(self, delivery: Delivery) -> bool:
        killed = any(delivery.at <= kill <= delivery.at + IN_FLIGHT for kill in self.kills)
        return delivery.unsure or killed

    def _trained(self, instant: int, *, surely: bool = False) -> bool:
        """On the local date of an instant, before it or just then; surely: it was known by then.

        A set that waited is of the day on which it was written, or of that on which it was read.
        """
        for each in self.deeds:
            if not isinstance(each.wish, Train) or each.at > instant:
                continue
            known = each.done is not None and each.done < instant
            moments = {each.at, each.at if each.done is None else each.done}
            days = {local_date(moment, each.wish.zone) for moment in moments}
            today = local_date(instant, each.wish.zone)
            if days == {today} and known if surely else today in days:
                return True
        return False


def _over_before(instant: int, ended: Deed | None) -> bool:
    return ended is not None and ended.done is not None and ended.done < instant


def _fault(
    account: Account, kind: str, delivery: Delivery | None, promise: Promise | None, why: str
) -> None:
    account.counts[kind] += 1
    zone = promise.zone if promise else "Etc/UTC"
    due = delivery.due if delivery else promise.due if promise else 0
    person = delivery.person if delivery else promise.person if promise else 0
    came = f", came {shown(delivery.at, zone)}" if delivery else ""
    what = promise.what if promise else "no rule"
    account.faults.append(f"{kind}: person {person}, {what}, due {shown(due, zone)}{came}: {why}")
