"""Every fact that the article states stands in the content store, unbent, as the article's word."""

import re
from collections.abc import Iterator, Mapping

import pytest

from content.library import Library
from content.models import Exercise, Question, Statement, Substitute, Topic, Workout

T_BAR = "exercises.t_bar_row"
PULLDOWN = "exercises.lat_pulldown"
PULLOVER = "exercises.dumbbell_pullover"
INCLINE = "exercises.low_incline_dumbbell_row"
WIDE = "exercises.wide_grip_cable_row"
ROUTINE = "workouts.v_taper.exercises"

FACTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Why the back
    "G1": (
        ("topics.why_back.title", r"^Back training routine, and why it is important$"),
        ("topics.why_back.answer", r"“Back Training Routine \| Why It's Important”"),
        ("sources.article.label", r"^Erin Stern, “Back Training Routine”$"),
    ),
    "G2": (("topics.symmetry.answer", r"symmetry often put the shoulders at centre stage\.$"),),
    "G3": (
        (
            "topics.symmetry.answer",
            r"^Broad shoulders do give the upper body its sought-after width",
        ),
    ),
    "G4": (("topics.why_back.answer", r"^The back .*, so neglecting it is a major oversight\.$"),),
    "G5": (
        (
            "topics.v_taper.answer",
            r"V-taper back is one of the best ways to harmony between upper and lower body\.$",
        ),
    ),
    "G6": (("topics.video.answer", r"^The article comes with a video\.$"),),
    "G7": (
        (
            "topics.v_taper.answer",
            r"^Width across the shoulders together with a strong back makes the physique "
            r"balanced and eye-catching\.$",
        ),
        ("topics.symmetry.answer", r"shoulders plus a strong back looks balanced and eye-catching"),
    ),
    "G8": (
        (
            "topics.v_taper.answer",
            r"aim: a beautiful V-taper back, .* complements your entire body\.$",
        ),
    ),
    "G9": (
        ("topics.symmetry.answer", r"^For symmetry the role of the back is pivotal\.$"),
        ("topics.why_back.answer", r"^The back is pivotal for a symmetrical physique"),
    ),
    "G10": (
        (
            "topics.why_back.answer",
            r"^Bodybuilders have a saying: “Shows are won from the back\.”$",
        ),
    ),
    "G11": (
        (
            "topics.mirror_muscles.answer",
            r"^Training the back is less straightforward than training “mirror muscles” such as "
            r"chest or biceps\.$",
        ),
    ),
    "G12": (
        (
            "topics.mind_muscle.answer",
            r"back works where you cannot see it, so a strong mind-muscle connection is critical",
        ),
    ),
    "G13": (
        (
            "topics.mind_muscle.answer",
            r"^Feeling the back engage takes intentional technique and consistent effort, "
            r"and the payoff is worth it\.$",
        ),
    ),
    "G14": (
        ("topics.routine.answer", r"article calls them a complete workout for a V-taper back\.$"),
        (
            "workouts.v_taper.intro",
            r"^Five exercises make a complete workout for a V-taper back\.$",
        ),
    ),
    "G15": (
        (
            "topics.order.answer",
            r"order: T-bar row, lat pulldown with scapular retraction, dumbbell pullover, "
            r"low-incline dumbbell row, wide-grip cable row\.$",
        ),
        (
            "topics.routine.answer",
            r"^Five exercises: T-bar row, lat pulldown with scapular retraction, "
            r"dumbbell pullover, low-incline dumbbell row, wide-grip cable row\.$",
        ),
        (f"{ROUTINE}.0", r"^t_bar_row$"),
        (f"{ROUTINE}.1", r"^lat_pulldown$"),
        (f"{ROUTINE}.2", r"^dumbbell_pullover$"),
        (f"{ROUTINE}.3", r"^low_incline_dumbbell_row$"),
        (f"{ROUTINE}.4", r"^wide_grip_cable_row$"),
    ),
    # T-bar row
    "T1": ((f"{ROUTINE}.0", r"^t_bar_row$"), (f"{T_BAR}.name", r"^T-bar row$")),
    "T2": ((f"{T_BAR}.why", r"^The T-bar row strengthens your grip\.$"),),
    "T3": ((f"{T_BAR}.why", r"^It improves range of motion\.$"),),
    "T4": ((f"{T_BAR}.why", r"^It targets the upper back, and that is what gives you width\.$"),),
    "T5": (
        (f"{T_BAR}.attachment", r"^Double D "),
        (f"{T_BAR}.equipment_notes", r"handle for this one is the double D attachment\.$"),
    ),
    "T6": (
        (f"{T_BAR}.setup", r"^Plant your feet at shoulder width or slightly wider\.$"),
        (f"{T_BAR}.questions", r"^Put your feet at shoulder width, or slightly wider\.$"),
    ),
    "T7": (
        (f"{T_BAR}.setup", r"^Bend your knees, so that momentum stays out of the lift\.$"),
        (f"{T_BAR}.cues", r"^Knees bent, no momentum\.$"),
        (f"{T_BAR}.questions", r"^Bend your knees: it keeps momentum out of the row\.$"),
    ),
    "T8": (
        (
            f"{T_BAR}.form",
            r"^Hold your upper body slightly upright: that targets the upper back\.$",
        ),
        (f"{T_BAR}.cues", r"^Slightly upright: upper back\.$"),
        (f"{T_BAR}.questions", r"^Slightly upright targets the upper back;"),
    ),
    "T9": (
        (
            f"{T_BAR}.form",
            r"^Lean more toward the floor when you want to emphasize the lower back\.$",
        ),
        (f"{T_BAR}.questions", r"leaning more toward the floor emphasizes the lower back\.$"),
    ),
    "T10": (
        (f"{T_BAR}.form", r"^See your arm from elbow to hand as part of the weight,"),
        (f"{T_BAR}.cues", r"^From elbow to hand, your arm is part of the weight\.$"),
    ),
    "T11": (
        (f"{T_BAR}.form", r"and pull through the elbow\.$"),
        (f"{T_BAR}.cues", r"^Pull through the elbow\.$"),
    ),
    "T12": (
        (f"{T_BAR}.form", r"^Squeeze the shoulder blades together as you pull\.$"),
        (f"{T_BAR}.cues", r"^Squeeze the shoulder blades together\.$"),
    ),
    # Lat pulldown
    "L1": (
        (f"{ROUTINE}.1", r"^lat_pulldown$"),
        (f"{PULLDOWN}.name", r"^Lat pulldown with scapular retraction$"),
    ),
    "L2": ((f"{PULLDOWN}.why", r"improves your mind-muscle connection\.$"),),
    "L3": ((f"{PULLDOWN}.why", r"^It makes each rep more effective\.$"),),
    "L4": (
        (f"{PULLDOWN}.form", r"^Begin each rep at the top, in full extension\.$"),
        (f"{PULLDOWN}.cues", r"^Full extension at the top\.$"),
    ),
    "L5": (
        (
            f"{PULLDOWN}.form",
            r"^Step 1: retract the shoulder blades, drawing them back and down\.$",
        ),
        (f"{PULLDOWN}.cues", r"^Shoulder blades back and down first, then pull\.$"),
        (f"{PULLDOWN}.questions", r"^The shoulder blades: pull them back and down first\.$"),
    ),
    "L6": (
        (f"{PULLDOWN}.form", r"^Step 2: then perform the pulldown\.$"),
        (f"{PULLDOWN}.questions", r"^Then perform the pulldown\.$"),
    ),
    "L7": (
        (
            f"{PULLDOWN}.form",
            r"^At first keep the two steps apart, so that you get them precise\.$",
        ),
        (f"{PULLDOWN}.questions", r"two steps at first, for precision"),
    ),
    "L8": (
        (f"{PULLDOWN}.form", r"^As you improve, blend both steps into one fluid motion\.$"),
        (f"{PULLDOWN}.progression", r"one fluid motion comes as you improve\.$"),
        (f"{PULLDOWN}.questions", r"blend them into one fluid motion as you improve\.$"),
    ),
    "L9": (
        (f"{PULLDOWN}.form", r"^Use slow negatives: let the bar rise slowly\.$"),
        (f"{PULLDOWN}.cues", r"^Slow negative\.$"),
    ),
    "L10": (
        (f"{PULLDOWN}.form", r"^Squeeze hard in the middle of the rep\.$"),
        (f"{PULLDOWN}.cues", r"^Strong squeeze mid-rep\.$"),
    ),
    # Dumbbell pullover
    "P1": ((f"{ROUTINE}.2", r"^dumbbell_pullover$"), (f"{PULLOVER}.name", r"^Dumbbell pullover$")),
    "P2": ((f"{PULLOVER}.why", r"^The dumbbell pullover targets the back\.$"),),
    "P3": ((f"{PULLOVER}.why", r"^It also improves flexibility and mobility\.$"),),
    "P4": (
        (f"{PULLOVER}.form", r"^Arch your back slightly\.$"),
        (f"{PULLOVER}.cues", r"^Slight arch,"),
    ),
    "P5": (
        (f"{PULLOVER}.form", r"^Keep the shoulder blades pinned to the bench\.$"),
        (f"{PULLOVER}.cues", r"shoulder blades pinned to the bench\.$"),
        (f"{PULLOVER}.setup", r"^Lie on a bench and pin your shoulder blades to it\.$"),
        (f"{PULLOVER}.equipment_notes", r"^You need a bench"),
    ),
    "P6": (
        (f"{PULLOVER}.form", r"^Keep the elbows bent, at one constant angle\.$"),
        (f"{PULLOVER}.cues", r"^Elbows bent, one constant angle\.$"),
    ),
    "P7": (
        (f"{PULLOVER}.form", r"^Keep the elbows close to your head\.$"),
        (f"{PULLOVER}.cues", r"^Elbows close to your head\.$"),
        (f"{PULLOVER}.questions", r"^Keep the elbows bent, .*and close to your head\.$"),
    ),
    "P8": (
        (f"{PULLOVER}.form", r"^Drive the dumbbell up toward the sky\.$"),
        (f"{PULLOVER}.cues", r"^Dumbbell up toward the sky\.$"),
    ),
    "P9": (
        (
            f"{PULLOVER}.form",
            r"^Stop short of vertical, just before your arms are perpendicular to the floor:",
        ),
        (f"{PULLOVER}.cues", r"^Stop just before the arms are vertical"),
        (f"{PULLOVER}.questions", r"^Stop short of vertical, just before your arms are perpend"),
    ),
    "P10": (
        (f"{PULLOVER}.form", r"^Stop short of vertical.*: that keeps the tension on\.$"),
        (f"{PULLOVER}.cues", r"^Stop just before .*: keep the tension\.$"),
        (f"{PULLOVER}.questions", r"^To keep tension on the muscle: just before the arms are"),
    ),
    "P11": (
        (
            f"{PULLOVER}.progression",
            r"^Increase your range of motion gradually, for better gains\.$",
        ),
    ),
    # Low-incline dumbbell row
    "I1": (
        (f"{ROUTINE}.3", r"^low_incline_dumbbell_row$"),
        (f"{INCLINE}.name", r"^Low-incline dumbbell row$"),
    ),
    "I2": (
        (
            f"{INCLINE}.why",
            r"^The slight change in angle moves the work to higher areas of the back\.$",
        ),
    ),
    "I3": (
        (f"{INCLINE}.setup", r"^Support yourself on a low-incline bench\.$"),
        (f"{INCLINE}.equipment_notes", r"a bench that goes to a low incline\.$"),
    ),
    "I4": (
        (f"{INCLINE}.setup", r"^Put one knee on the bench\.$"),
        (f"{INCLINE}.questions", r"^Kneel on the bench with one knee,"),
    ),
    "I5": (
        (f"{INCLINE}.setup", r"^Plant the opposite leg on the floor\.$"),
        (f"{INCLINE}.questions", r"and plant the opposite leg on the floor\.$"),
    ),
    "I6": (
        (f"{INCLINE}.form", r"^Let the arm hang for a full stretch at the bottom\.$"),
        (f"{INCLINE}.cues", r"^Full stretch at the bottom\.$"),
    ),
    "I7": (
        (f"{INCLINE}.form", r"^Keep the dumbbell close to your body as you pull\.$"),
        (f"{INCLINE}.cues", r"^Dumbbell close to your body\.$"),
    ),
    "I8": (
        (f"{INCLINE}.form", r"^Focus on squeezing the shoulder blades\.$"),
        (f"{INCLINE}.cues", r"^Squeeze the shoulder blades\.$"),
    ),
    "I9": (
        (f"{INCLINE}.form", r"^Work both sides evenly,"),
        (f"{INCLINE}.cues", r"^Same work on both sides\.$"),
        (f"{INCLINE}.questions", r"^Train both sides evenly:"),
    ),
    "I10": (
        (f"{INCLINE}.form", r"sides evenly, for balanced development\.$"),
        (f"{INCLINE}.questions", r"sides evenly: that gives balanced development\.$"),
    ),
    # Wide-grip cable row
    "W1": (
        (f"{ROUTINE}.4", r"^wide_grip_cable_row$"),
        (f"{WIDE}.name", r"^Wide-grip cable row$"),
    ),
    "W2": (
        (f"{WIDE}.why", r"^It hits the upper back, the rhomboids, the traps and the rear delts\.$"),
        (f"{WIDE}.muscle_notes", r"^It works the upper back: rhomboids, traps and rear delts\.$"),
    ),
    "W3": ((f"{WIDE}.why", r"^It adds depth and width\.$"),),
    "W4": ((f"{WIDE}.form", r"^Lean forward and"), (f"{WIDE}.cues", r"^Lean forward,")),
    "W5": ((f"{WIDE}.form", r"and pull high:"), (f"{WIDE}.cues", r", pull high\.$")),
    "W6": (
        (
            f"{WIDE}.form",
            r"^Lean forward and pull high: that engages the upper back and rear delts\.$",
        ),
    ),
    "W7": (
        (f"{WIDE}.form", r"^Go lighter with higher reps:"),
        (f"{WIDE}.cues", r"^Lighter, higher reps\.$"),
        (f"{WIDE}.load", r"^Go lighter, with higher reps\.$"),
        (f"{WIDE}.questions", r"^Lighter, with higher reps:"),
    ),
    "W8": (
        (f"{WIDE}.form", r"reps: that way you target the smaller muscles effectively\.$"),
        (f"{WIDE}.questions", r"reps: that targets the smaller muscles effectively\.$"),
    ),
    "W9": (
        (f"{WIDE}.form", r"^Let your elbows flare out:"),
        (f"{WIDE}.cues", r"^Elbows flared\.$"),
    ),
    "W10": (
        (f"{WIDE}.form", r"^Let your elbows flare out: that engages the rhomboids and traps\.$"),
        (f"{WIDE}.questions", r"^Flare your elbows: that engages the rhomboids and traps\.$"),
    ),
    "W11": (
        (f"{WIDE}.form", r"^Use slow negatives\.$"),
        (f"{WIDE}.cues", r"^Slow negative\.$"),
    ),
    "W12": (
        (f"{WIDE}.form", r"^Reach a full stretch at the bottom of each rep\.$"),
        (f"{WIDE}.cues", r"^Full stretch at the bottom\.$"),
    ),
    # Substitutions
    "S1": (
        ("topics.substitution.answer", r"^No need to worry if your gym lacks some equipment\.$"),
    ),
    "S2": (
        (f"{T_BAR}.substitutes.0", r"^bent_over_dumbbell_row$"),
        ("topics.substitution.answer", r"place of a T-bar row, take bent-over dumbbell rows,"),
    ),
    "S3": (
        (f"{T_BAR}.substitutes.1", r"^chest_supported_incline_row$"),
        (
            "topics.substitution.answer",
            r"place of a T-bar row, .*a chest-supported row on an incline bench,",
        ),
    ),
    "S4": (
        (f"{T_BAR}.substitutes.2", r"^bent_over_cable_row$"),
        ("topics.substitution.answer", r"place of a T-bar row, .*or bent-over cable rows\.$"),
    ),
    "S5": (
        (f"{T_BAR}.substitutes.3", r"^inverted_row$"),
        (f"{T_BAR}.substitutes.4", r"^bodyweight_row_mimic$"),
        ("topics.substitution.answer", r"^Even your body weight can mimic the movement\.$"),
    ),
    "S6": (
        (
            "topics.substitution.answer",
            r"^The key: visualize the exercise and keep your form proper,",
        ),
    ),
    "S7": (("topics.substitution.answer", r"proper, regardless of what equipment is there\.$"),),
    # Closing, channel, author
    "C1": (
        ("topics.performance.answer", r"^Back training has to do with more than aesthetics\.$"),
        ("topics.why_back.answer", r"^It is about more than looks:"),
    ),
    "C2": (
        (
            "topics.performance.answer",
            r"^A back that is strong and balanced supports your overall performance\.$",
        ),
        ("topics.why_back.answer", r"strong, balanced back supports your overall performance\.$"),
    ),
    "C3": (
        ("topics.performance.answer", r"^The article adds that it reduces the risk of injury\.$"),
    ),
    "C4": (
        (
            "topics.asking.answer",
            r"^Yes: ask freely, whether you have a question or need a substitution\.$",
        ),
    ),
    "C5": (
        (
            "topics.channel.answer",
            r"^If you have not subscribed to the YouTube channel yet, now is the time\.$",
        ),
        ("topics.channel.link", r"^channel$"),
    ),
    "C6": (
        (
            "topics.community.answer",
            r"weekly content that helps you reach your goals, .* a supportive fitness community",
        ),
    ),
    "C7": (
        (
            "topics.motto.answer",
            r"^Let's get stronger together, train smart and celebrate the progress we make\.$",
        ),
        ("topics.motto.answer", r"^Keep training hard, and stay consistent\.$"),
    ),
    "C8": (
        ("topics.newsletter.answer", r"^Join her newsletter and her best fitness tips .* inbox\.$"),
        (
            "topics.newsletter.answer",
            r"“Get Lean & Get Strong”, .* for getting fit and for staying fit\.$",
        ),
        ("topics.newsletter.link", r"^newsletter$"),
    ),
    "C9": (
        (
            "topics.author.answer",
            r"^Erin Stern, 2x Ms\. Figure Olympia, is a fitness model and bodybuilder\.$",
        ),
        ("topics.author.answer", r"^She competes in the IFBB, with over 14 titles to her name\.$"),
        (
            "topics.author.answer",
            r"regarded as being among the greatest Figure icons that bodybuilding history has seen",
        ),
    ),
    "C10": (
        ("topics.newsletter.answer", r"^Join her newsletter and her best fitness tips"),
        ("topics.programs.answer", r"newsletter you can join one of her programs\.$"),
        ("topics.programs.link", r"^program$"),
    ),
}


@pytest.mark.parametrize("fact", FACTS)
def test_the_content_keeps_the_fact(library: Library, fact: str) -> None:
    for place, regex in FACTS[fact]:
        told = [text for text, source in texts_at(library, place) if source in (None, "article")]
        assert any(re.search(regex, text) for text in told), f"{place}: no {regex!r} in {told}"


def test_the_table_holds_every_fact_of_the_article() -> None:
    groups = {"G": 15, "T": 12, "L": 10, "P": 11, "I": 10, "W": 12, "S": 7, "C": 10}
    assert list(FACTS) == [f"{group}{n + 1}" for group, size in groups.items() for n in range(size)]


def test_numbers_that_the_article_does_not_give_are_not_marked_as_its_own(
    library: Library,
) -> None:
    its_own = re.compile(r"\bStep [12]\b|\bstep 1\b|\b2x\b|\bover 14 titles\b")
    entries: tuple[Exercise | Topic | Workout, ...] = (
        *library.exercises.values(),
        *library.topics.values(),
        *library.workouts.values(),
    )
    for entry in entries:
        for text, source in texts_in(tuple(value for _, value in entry)):
            if source == "article":
                assert not re.search(r"\d", its_own.sub("", text)), f"{entry.key}: {text}"


def test_sets_and_reps_are_never_the_articles_word(library: Library) -> None:
    for exercise in library.exercises.values():
        assert not library.sources[exercise.prescription.source].article, exercise.key


def test_the_article_names_substitutes_for_the_t_bar_row_only(library: Library) -> None:
    named = {
        key: [swap.exercise for swap in exercise.substitutes if swap.source == "article"]
        for key, exercise in library.exercises.items()
    }
    assert named.pop("t_bar_row") == [
        "bent_over_dumbbell_row",
        "chest_supported_incline_row",
        "bent_over_cable_row",
        "inverted_row",
        "bodyweight_row_mimic",
    ]
    assert not any(named.values())


def test_the_wide_grip_cable_row_is_prescribed_light_with_higher_reps(library: Library) -> None:
    wide = library.exercises["wide_grip_cable_row"].prescription.reps
    others = [library.exercises[key] for key in library.workouts["v_taper"].exercises[:-1]]
    assert all(wide.low > exercise.prescription.reps.low for exercise in others)


def texts_at(library: Library, place: str) -> Iterator[tuple[str, str | None]]:
    """The texts at a path such as `exercises.t_bar_row.setup`, with their sources."""
    value: object = library
    for step in place.split("."):
        if isinstance(value, Mapping):
            value = value[step]
        elif isinstance(value, tuple):
            value = value[int(step)]
        else:
            value = getattr(value, step)
    return texts_in(value)


def texts_in(value: object) -> Iterator[tuple[str, str | None]]:
    """Every text below `value`, with its source where it carries one."""
    if isinstance(value, str):
        yield value, None
    elif isinstance(value, Statement):
        yield value.text, value.source
    elif isinstance(value, Substitute):
        yield value.exercise, value.source
    elif isinstance(value, Question):
        yield from texts_in(value.answer)
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
