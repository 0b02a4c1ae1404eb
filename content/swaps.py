"""Answers about swaps: what instead, and whether this may stand in for that."""

from collections.abc import Sequence

from content import texts
from content.conversation import Situation
from content.library import Library
from content.likeness import NO_PULL
from content.models import Exercise, Key
from content.parts import Part, sources
from content.substitutes import Substitution, rank, substitution, way_to_do, within

_MOST_OPTIONS = 4


class Swaps:
    """Words the rankings of `substitutes`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def substitute(self, exercise: Exercise, situation: Situation, new: Situation) -> Part:
        """The best option with reason and difference, then the next ones."""
        options = rank(exercise, situation, self._library, _MOST_OPTIONS)
        missing = min(new.lacks, default=None)
        if not options:
            frame = texts.NO_PULL if exercise.pattern in NO_PULL else texts.NO_SUBSTITUTE
            return Part(
                frame.format(name=texts.inside(exercise.name)),
                exercise=exercise.key,
                missing=missing,
            )
        best = options[0]
        frame = texts.SUBSTITUTE_HEADLINE if best.keeps_pattern else texts.NO_LIKE_FOR_LIKE
        option = self._name(best.exercise)
        headline = frame.format(
            name=option if best.keeps_pattern else texts.inside(exercise.name),
            option=texts.inside(option),
            reason=best.reason,
        )
        return Part(
            headline,
            (
                texts.DIFFERENCE.format(difference=best.difference),
                *self._adapted(exercise, situation, new),
                *self._unusually(best, situation),
                *self._needs(best),
                *map(self._further, options[1:]),
            ),
            tuple(dict.fromkeys(option.source for option in options)),
            exercise=exercise.key,
            intent="substitute",
            options=tuple(option.exercise for option in options),
            missing=missing,
        )

    def whole(self, exercises: Sequence[Key], situation: Situation) -> Part | None:
        """Each of several exercises of the routine, with what takes its place there."""
        lines: list[str] = []
        told: list[Key] = []
        for key in exercises:
            exercise = self._library.exercises[key]
            if way_to_do(exercise, situation, self._library) is not None:
                lines.append(texts.STAYS.format(name=exercise.name))
                continue
            option = next(iter(rank(exercise, situation, self._library, 1)), None)
            name = texts.inside(self._name(option.exercise)) if option else texts.NOTHING_THERE
            lines.append(texts.SWAPPED.format(name=exercise.name, option=name))
            told += [option.source] if option else []
        if not told:
            return None
        return Part(lines[0], tuple(lines[1:]), tuple(dict.fromkeys(told)), intent="substitute")

    def instead(
        self,
        exercise: Exercise,
        other: Key | None,
        equipment: Sequence[Key],
        situation: Situation,
        new: Situation,
    ) -> Part | None:
        """Whether `other`, or the exercise with other equipment, may stand in; None if unasked."""
        # Who proposes an exercise has what it takes, unless they said otherwise.
        proposed = Situation(
            sore_lower_back=situation.sore_lower_back,
            sore_shoulder=situation.sore_shoulder,
            beginner=situation.beginner,
            lacks=situation.lacks,
            has=situation.has,
        )
        options = rank(exercise, proposed, self._library)
        own = exercise.any_equipment & frozenset(equipment)
        if other is None and own and not new.lacks:
            return Part(
                texts.INSTEAD_SAME.format(
                    target=texts.inside(exercise.name), equipment=self._equipment(sorted(own))
                ),
                tuple(note.text for note in exercise.equipment_notes),
                sources(exercise.equipment_notes) or (exercise.prescription.source,),
                exercise=exercise.key,
                intent="can_i",
            )
        if other is None:
            wanted = within(frozenset(equipment) - new.lacks, self._library)
            other = self._with_equipment(exercise, wanted, options, situation)
        if other is None and exercise.key not in self._library.workout.exercises:
            other, exercise = exercise.key, self._nearest_of_routine(exercise)
            options = rank(exercise, proposed, self._library)
        if other is None or other == exercise.key:
            return None
        option = self._library.exercises[other]
        found = substitution(exercise, other, proposed, self._library)
        frames = {"option": texts.inside(option.name), "target": texts.inside(exercise.name)}
        if found:
            frame = (
                texts.INSTEAD_YES if found.authored or found.keeps_pattern else texts.INSTEAD_PARTLY
            )
            lines = (texts.DIFFERENCE.format(difference=found.difference), *self._needs(found))
            cue = option.form[0]
            return Part(
                frame.format(reason=found.reason, **frames),
                (*lines, texts.DO_IT_SO.format(cue=cue.text)),
                tuple(dict.fromkeys((found.source, cue.source))),
                exercise=exercise.key,
                intent="can_i",
                options=(other,),
            )
        nearer = [o for o in options if o.exercise != other][:2]
        names = texts.listed([texts.inside(self._name(o.exercise)) for o in nearer], last="or")
        return Part(
            texts.INSTEAD_NO.format(
                movement=texts.MOVEMENT[option.pattern],
                old=texts.MOVEMENT[exercise.pattern],
                **frames,
            ),
            (texts.INSTEAD_BETTER.format(options=names),) if nearer else (),
            tuple(dict.fromkeys(o.source for o in nearer)),
            exercise=exercise.key,
            intent="can_i",
            options=tuple(o.exercise for o in nearer),
        )

    def stands_in_for(self, exercise: Exercise) -> Exercise:
        """The exercise of the routine that it replaces, best one that moves alike; or itself."""
        routine = [self._library.exercises[key] for key in self._library.workout.exercises]
        replaced = (own for own in routine if exercise.key in {s.exercise for s in own.substitutes})
        return min(replaced, key=lambda own: own.pattern is not exercise.pattern, default=exercise)

    def _nearest_of_routine(self, exercise: Exercise) -> Exercise:
        """What it may replace, or else what it moves like."""
        kin = self.stands_in_for(exercise)
        if kin.key != exercise.key:
            return kin
        routine = (self._library.exercises[key] for key in self._library.workout.exercises)
        return next((own for own in routine if own.pattern is exercise.pattern), exercise)

    def _with_equipment(
        self,
        exercise: Exercise,
        wanted: frozenset[Key],
        options: Sequence[Substitution],
        situation: Situation,
    ) -> Key | None:
        for option in options:
            other = self._library.exercises[option.exercise]
            way = way_to_do(other, situation, self._library)
            if way and way & wanted and other.pattern is exercise.pattern:
                return option.exercise
        return None

    def _adapted(self, exercise: Exercise, situation: Situation, new: Situation) -> tuple[str, ...]:
        """The exercise itself, where the person has another way to do it."""
        way = way_to_do(exercise, situation, self._library)
        told = new.lacks or new.taken or new.only is not None
        there = within(situation.has | (situation.only or frozenset()), self._library)
        if not way or not told or not way <= there | self._library.at_hand:
            return ()
        return (
            texts.ADAPT_LINE.format(
                name=texts.inside(exercise.name), equipment=self._equipment(sorted(way))
            ),
        )

    def _needs(self, option: Substitution) -> tuple[str, ...]:
        if not option.needs:
            return ()
        return (texts.NEEDS.format(equipment=self._equipment(option.needs)),)

    def _unusually(self, option: Substitution, situation: Situation) -> tuple[str, ...]:
        """With what it is done here, where that is not what it is usually done with."""
        exercise = self._library.exercises[option.exercise]
        way = way_to_do(exercise, situation, self._library)
        named = [key for key in sorted(way or ()) if not self._library.equipment[key].at_hand]
        if not named or way == exercise.equipment[0]:
            return ()
        return (texts.DO_IT_WITH.format(equipment=self._equipment(named)),)

    def _further(self, option: Substitution) -> str:
        name = texts.inside(self._name(option.exercise))
        # What is worked out shares the same with most exercises; how it differs tells more.
        said = option.reason if option.authored else option.difference
        if not option.needs:
            return texts.FURTHER_OPTION.format(name=name, said=said)
        equipment = self._equipment(option.needs)
        return texts.FURTHER_OPTION_NEEDS.format(name=name, equipment=equipment, said=said)

    def _equipment(self, keys: Sequence[Key]) -> str:
        return texts.listed([texts.one(self._library.equipment[key].name) for key in keys])

    def _name(self, key: Key) -> str:
        return self._library.exercises[key].name
