"""The shapes of the content store: frozen, strict, unknown keys refused."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Entry(Frozen):
    """Something that the rest of the content names by its key."""

    key: Key


class Pattern(StrEnum):
    """Movement patterns; a substitute should keep the pattern or say that it does not."""

    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PULL = "vertical_pull"
    SHOULDER_EXTENSION = "shoulder_extension"
    REAR_DELT_UPPER_BACK_ROW = "rear_delt_upper_back_row"
    SCAPULAR_CONTROL = "scapular_control"
    BODYWEIGHT = "bodyweight"
    OTHER = "other"


class SpinalLoad(StrEnum):
    """low: torso supported, hanging or lying; medium: upright; high: unsupported hinge."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Overhead(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Posture(StrEnum):
    """How the body is held; a plank counts as lying, hanging under a low bar as hanging."""

    STANDING = "standing"
    SEATED = "seated"
    LYING = "lying"
    HANGING = "hanging"
    KNEELING = "kneeling"


class Support(StrEnum):
    """What carries the torso besides the legs."""

    NONE = "none"
    HAND = "hand"
    CHEST = "chest"
    BACK = "back"


class Resistance(StrEnum):
    """What the muscles work against; of the parts of a way the first one here decides."""

    LEVER = "lever"
    """A bar that is fixed at one end."""
    MACHINE = "machine"
    CABLE = "cable"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    BARBELL = "barbell"
    BAND = "band"
    BAG = "bag"
    BODY = "body"


class Level(StrEnum):
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class LoadMode(StrEnum):
    """What a load number means for an exercise."""

    EXTERNAL = "external"
    BODYWEIGHT = "bodyweight"
    ASSISTED = "assisted"


class Source(Entry):
    """Where a statement comes from; `label` is what people read behind an answer."""

    label: Words
    article: bool = False


class Statement(Frozen):
    """One sentence or two that can stand alone in an answer."""

    text: Words
    source: Key


class Term(Entry):
    """A piece of equipment or a muscle: its name and what people call it."""

    name: Words
    aliases: tuple[Words, ...] = ()
    at_hand: bool = False
    """Equipment that is taken to be everywhere: a wall, a towel, a smooth floor."""
    includes: tuple[Key, ...] = ()
    """Equipment: other keys that a person who names this one has or lacks too."""
    resistance: Resistance | None = None
    """Equipment: what it makes the muscles work against; None for what only holds or anchors."""


class Kit(Entry):
    """A place or a set of equipment that people name as a whole, such as a hotel gym."""

    name: Words
    aliases: tuple[Words, ...] = ()
    equipment: tuple[Key, ...] = ()
    place: Words | None = None
    """What a place of this kind is called; None: a set of equipment, such as "dumbbells only"."""


class Zone(Entry):
    """A time zone, by its IANA name, and what people call it besides the city in the name."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z]+(/[A-Za-z_-]+)+$")]
    names: tuple[Words, ...]


class Range(Frozen):
    low: int = Field(ge=1)
    high: int = Field(ge=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"{self.low}-{self.high}: the low end is above the high end")
        return self

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


class Prescription(Frozen):
    """Working sets, reps per set and rest in seconds, each as a range."""

    sets: Range
    reps: Range
    rest: Range
    source: Key


class Muscles(Frozen):
    primary: tuple[Key, ...] = Field(min_length=1)
    secondary: tuple[Key, ...] = ()


class Substitute(Frozen):
    """An authored swap, in order of preference: one reason for it, one honest difference."""

    exercise: Key
    reason: Words
    difference: Words
    source: Key


class Question(Frozen):
    """What an exercise answers to the intents of `asked`."""

    asked: tuple[Key, ...] = Field(min_length=1)
    answer: tuple[Statement, ...] = Field(min_length=1)


class Exercise(Entry):
    name: Words
    aliases: tuple[Words, ...] = ()
    pattern: Pattern
    muscles: Muscles
    equipment: tuple[frozenset[Key], ...] = Field(min_length=1)
    """Alternatives; each holds all that is needed. An empty one needs nothing."""
    attachment: Words | None = None
    spinal_load: SpinalLoad
    overhead: Overhead
    level: Level
    unilateral: bool = False
    """It is done one side at a time."""
    load_mode: LoadMode = LoadMode.EXTERNAL
    posture: tuple[Posture, ...] = Field(min_length=1)
    """Each one in which all of it can be done."""
    support: Support = Support.NONE
    one_arm: bool = False
    """It can be done with one arm alone."""
    drill: bool = False
    """A drill or a hold with no real load: offered last, and its `distinction` says so."""
    distinction: Words
    """What sets it apart from its likes, in one sentence: the difference where it stands in."""
    prescription: Prescription
    substitutes: tuple[Substitute, ...] = ()
    why: tuple[Statement, ...] = ()
    setup: tuple[Statement, ...] = ()
    form: tuple[Statement, ...] = Field(min_length=1)
    cues: tuple[Statement, ...] = Field(min_length=1)
    """Short enough for the card of a set, one shown at a time."""
    progression: tuple[Statement, ...] = ()
    load: tuple[Statement, ...] = ()
    mistakes: tuple[Statement, ...] = ()
    muscle_notes: tuple[Statement, ...] = ()
    equipment_notes: tuple[Statement, ...] = ()
    safety: tuple[Statement, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def any_equipment(self) -> frozenset[Key]:
        """All that it may be done with."""
        return frozenset[Key]().union(*self.equipment)

    def answer(self, intent: Key) -> tuple[Statement, ...]:
        """What it says to an intent under a heading of its own, if anything."""
        found = (question.answer for question in self.questions if intent in question.asked)
        return next(found, ())


class Topic(Entry):
    """Something worth an answer that is not one exercise; the first statement is the answer.

    Where no intent has the topic's key, the topic is one of its own: `title` asks for it.
    """

    title: Words
    answer: tuple[Statement, ...] = Field(min_length=1)
    link: Key | None = None
    """A link of `links.yaml` that goes with the answer where it is set."""


class Workout(Entry):
    title: Words
    exercises: tuple[Key, ...] = Field(min_length=1)
    short: tuple[Key, ...] = ()
    """The exercises of the short version, in order."""
    minutes: int = Field(gt=0)
    intro: tuple[Statement, ...] = ()

    @property
    def short_minutes(self) -> int:
        """Of the short version, to the next five; 0 where there is none."""
        return -(-self.minutes * len(self.short) // len(self.exercises) // 5) * 5


class Link(Entry):
    """An address that the coach may set; None is never shown."""

    label: Words
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
