"""Answers from the routine's own data: its order, sets, reps and rest, and what it takes."""

from content import texts
from content.library import Library
from content.models import Exercise, Key
from content.parts import MOST_LINES, Part, sources


class Programme:
    """The routine in figures, in words."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def pair(self, first: Key, second: Key) -> tuple[str, ...]:
        """Which of two exercises of the routine comes first, as a line; none for others."""
        places = self._library.workout.exercises
        if first not in places or second not in places:
            return ()
        pair = sorted((first, second), key=places.index)
        earlier, later = (texts.inside(self._library.exercises[key].name) for key in pair)
        return (texts.ORDER_PAIR.format(first=f"the {earlier}", second=f"the {later}"),)

    def order(self, exercise: Exercise | None, other: Key | None) -> Part:
        """The order of the routine, and the place of one exercise or of two in it."""
        workout = self._library.workout
        listed = [
            f"{number}. {self._library.exercises[key].name}"
            for number, key in enumerate(workout.exercises, 1)
        ]
        whole = texts.ORDER.format(exercises=", ".join(listed))
        lines: tuple[str, ...] = ()
        headline = whole
        if exercise and other:
            pair = self.pair(exercise.key, other)
            headline, lines = (pair[0], (whole,)) if pair else (whole, ())
        elif exercise and exercise.key in workout.exercises:
            headline = texts.ORDER_PLACE.format(
                name=exercise.name,
                number=workout.exercises.index(exercise.key) + 1,
                total=len(workout.exercises),
            )
            lines = (whole,)
        about = exercise.key if exercise else None
        return Part(headline, lines, sources(workout.intro[:1]), exercise=about)

    def neighbour(self, exercise: Key, step: int) -> Key | None:
        """The exercise that many places after it in the routine, if there is one."""
        places = self._library.workout.exercises
        if exercise not in places:
            return None
        place = places.index(exercise) + step
        return places[place] if 0 <= place < len(places) else None

    def beside(self, exercise: Exercise, step: int) -> Part | None:
        """What comes right after or before an exercise of the routine."""
        places = self._library.workout.exercises
        if exercise.key not in places:
            return None
        name = texts.inside(exercise.name)
        key = self.neighbour(exercise.key, step)
        if key is None:
            end = texts.ORDER_LAST if step > 0 else texts.ORDER_FIRST
            return Part(end.format(name=name), exercise=exercise.key)
        other = self._library.exercises[key]
        frame = texts.ORDER_AFTER if step > 0 else texts.ORDER_BEFORE
        return Part(
            frame.format(
                name=name,
                other=texts.inside(other.name),
                number=places.index(key) + 1,
                total=len(places),
            ),
            tuple(cue.text for cue in other.cues[:1]),
            sources(self._library.workout.intro[:1]),
            exercise=key,
        )

    def prescription(self, exercise: Exercise) -> Part:
        """Sets, reps and rest of one exercise, with how to choose the load."""
        dose = exercise.prescription
        rest = texts.seconds(dose.rest.low, dose.rest.high)
        load = exercise.load[:2]
        return Part(
            headline=texts.PRESCRIPTION.format(
                name=exercise.name, sets=dose.sets, reps=dose.reps, rest=rest
            ),
            lines=(texts.NOT_IN_ARTICLE, *(statement.text for statement in load)),
            sources=(dose.source, *(statement.source for statement in load)),
            exercise=exercise.key,
        )

    def prescriptions(self) -> Part:
        """Sets and reps of the whole routine."""
        exercises = [self._library.exercises[key] for key in self._library.workout.exercises]
        lines = tuple(
            texts.PRESCRIPTION_LINE.format(
                name=exercise.name, sets=exercise.prescription.sets, reps=exercise.prescription.reps
            )
            for exercise in exercises
        )
        sources = tuple(exercise.prescription.source for exercise in exercises)
        return Part(texts.PRESCRIPTION_ALL, lines, sources)

    def all_equipment(self) -> Part:
        """The first choice of equipment of each exercise of the routine."""
        exercises = [self._library.exercises[key] for key in self._library.workout.exercises]
        lines = tuple(
            texts.EQUIPMENT_LINE.format(name=exercise.name, equipment=self._ways(exercise)[0])
            for exercise in exercises
        )
        notes = [note for exercise in exercises for note in exercise.equipment_notes[:1]]
        return Part(texts.EQUIPMENT_ALL, lines, sources(notes))

    def _ways(self, exercise: Exercise) -> list[str]:
        equipment = self._library.equipment
        return [
            texts.listed([texts.inside(equipment[key].name) for key in sorted(way)])
            for way in exercise.equipment
        ]

    def rest(self, exercise: Exercise) -> Part:
        """The rest between sets."""
        dose = exercise.prescription
        rest = texts.seconds(dose.rest.low, dose.rest.high)
        return Part(
            texts.REST_LINE.format(name=exercise.name, rest=rest),
            (texts.NOT_IN_ARTICLE,),
            (dose.source,),
            exercise=exercise.key,
        )

    def equipment(self, exercise: Exercise) -> Part:
        """Every way to equip the exercise, and its attachment."""
        named = texts.listed([way for way in self._ways(exercise) if way], last="or")
        headline = (texts.EQUIPMENT_HEADLINE if named else texts.EQUIPMENT_NONE).format(
            name=exercise.name, equipment=named
        )
        attachment = (
            (texts.ATTACHMENT.format(attachment=exercise.attachment),)
            if exercise.attachment
            else ()
        )
        notes = exercise.equipment_notes
        return Part(
            headline,
            (*attachment, *(note.text for note in notes))[:MOST_LINES],
            sources(notes) or (exercise.prescription.source,),
            exercise=exercise.key,
        )
