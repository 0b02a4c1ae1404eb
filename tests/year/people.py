"""The people of a virtual year: where they live, what they set, and what they do about it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.year.deeds import Pause, Resume, Set, Skip, Snooze, Stop, Train, Weekly, Wish

_ZONES = """
Africa/Accra Africa/Cairo Africa/Casablanca Africa/Ceuta Africa/El_Aaiun Africa/Johannesburg
Africa/Lagos Africa/Nairobi America/Adak America/Anchorage America/Asuncion America/Bogota
America/Chicago America/Denver America/Edmonton America/Halifax America/Havana America/Lima
America/Los_Angeles America/Mexico_City America/Miquelon America/New_York America/Nuuk
America/Phoenix America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns
America/Tijuana America/Vancouver Antarctica/Troll Asia/Amman Asia/Beirut Asia/Colombo Asia/Dubai
Asia/Gaza Asia/Jerusalem Asia/Kabul Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Shanghai
Asia/Tehran Asia/Tokyo Asia/Yangon Atlantic/Azores Atlantic/Reykjavik Australia/Adelaide
Australia/Darwin Australia/Eucla Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Chisinau
Europe/Dublin Europe/London Pacific/Apia Pacific/Chatham Pacific/Easter Pacific/Kiritimati
"""
ZONES = tuple(_ZONES.split())
"""Half hours and quarters, southern summers, and those of which tzdata learned lately."""
NIGHT = [time(hour, minute) for hour in range(4) for minute in (0, 30)][:-1]
"""When clocks are changed."""
USUAL = [*map(time.fromisoformat, ("06:30", "07:00", "07:30", "12:00", "17:00", "18:00", "19:15"))]
ANSWERS_WITHIN = timedelta(days=7)
"""Whoever did not answer a reminder for that long answers the next one."""
_ANSWERS = 0.25
_ANSWERS_AFTER = (60, 3 * 3600)
_DAY = timedelta(days=1)


@dataclass
class Inhabitant:
    """Chooses by dice of their own; instants are seconds since 1970."""

    number: int
    zone: str
    dice: random.Random
    rules: dict[int, Weekly] = field(default_factory=dict)
    answered_at: int = 0

    def first_wishes(self) -> list[Wish]:
        taken: set[frozenset[int]] = set()
        for slot in range(self.dice.choice((1, 1, 2, 2, 3))):
            weekly = self._weekly()
            while weekly.days in taken:
                weekly = self._weekly()
            taken.add(weekly.days)
            self.rules[slot] = weekly
        return [Set(slot, weekly, beside=slot > 0) for slot, weekly in self.rules.items()]

    def later_wishes(self, start: datetime, days: int) -> Iterator[tuple[datetime, list[Wish]]]:
        """What they wish in the course of the days, in order; some of it in one go."""
        at = start + _DAY * self.dice.uniform(2, 120)
        while at < start + _DAY * days:
            back = at + _DAY * self.dice.uniform(8, 30)
            match self.dice.randrange(5):
                case 0:
                    yield at, [Pause(self._day(back))]
                case 1:
                    yield at, [Pause()]
                    yield back, [Resume()]
                case 2:
                    yield at, [Stop()]
                    yield back, self._again()
                case _:
                    yield at, [self._other_time()]
                    back = at
            at = back + _DAY * self.dice.uniform(10, 150)

    def answer(self, now: int) -> tuple[int, Wish] | None:
        """What they do about a reminder that came now, and after how many seconds."""
        overdue = now - self.answered_at > (ANSWERS_WITHIN - 2 * _DAY).total_seconds()
        if not overdue and self.dice.random() > _ANSWERS:
            return None
        self.answered_at = now
        wishes: list[Wish] = [Skip(), Snooze(self.zone), Snooze(self.zone, tonight=True)]
        wish = self.dice.choice([*wishes, Train(self.zone)])
        return self.dice.randint(*_ANSWERS_AFTER), wish

    def _weekly(self) -> Weekly:
        days = self.dice.sample(range(7), self.dice.choice((1, 2, 2, 3)))
        times = self.dice.choice((NIGHT, USUAL, USUAL))
        return Weekly(frozenset(days), self.dice.choice(times), self.zone)

    def _other_time(self) -> Wish:
        """Of one of the rules; its days are what it is known by."""
        slot = self.dice.choice([*self.rules])
        self.rules[slot] = Weekly(self.rules[slot].days, self._weekly().at, self.zone)
        return Set(slot, self.rules[slot])

    def _again(self) -> list[Wish]:
        self.rules = {}
        return self.first_wishes()

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()


def inhabitants(count: int, seed: int) -> list[Inhabitant]:
    """Spread over all zones, in an order of chance."""
    zones = random.Random(seed).sample(ZONES, len(ZONES))
    return [
        Inhabitant(number, zones[number % len(zones)], random.Random(f"{seed}/{number}"))
        for number in range(count)
    ]
