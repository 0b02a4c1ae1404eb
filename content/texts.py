"""The coach's own words around the content: frames of answers, one place for all of them."""

from collections.abc import Sequence

from content.models import Pattern, Posture, Resistance

MOVEMENT = {
    Pattern.HORIZONTAL_PULL: "row",
    Pattern.VERTICAL_PULL: "pull from overhead",
    Pattern.SHOULDER_EXTENSION: "long-arm sweep",
    Pattern.REAR_DELT_UPPER_BACK_ROW: "wide elbows-out pull",
    Pattern.SCAPULAR_CONTROL: "shoulder-blade drill",
    Pattern.BODYWEIGHT: "bodyweight drill",
    Pattern.OTHER: "different lift",
}
SAME_MOVEMENT = "Also a {how}{movement}{against}, and it works the {muscles}."
OTHER_MOVEMENT = "It is a {movement} that works the {muscles}{too}."
TOO = " too"
ONE_ARM = "one-arm "
CHEST_ON_PAD = "chest-supported "
BENT_OVER = "bent-over "
HELD = {
    Posture.STANDING: "standing ",
    Posture.SEATED: "seated ",
    Posture.LYING: "lying ",
    Posture.HANGING: "hanging ",
    Posture.KNEELING: "kneeling ",
}
AGAINST = {
    Resistance.LEVER: " with a bar that is fixed at one end",
    Resistance.MACHINE: " on a machine",
    Resistance.CABLE: " on a cable",
    Resistance.DUMBBELL: " with dumbbells",
    Resistance.KETTLEBELL: " with a kettlebell",
    Resistance.BARBELL: " with a barbell",
    Resistance.BAND: " with a band",
    Resistance.BAG: " with a loaded bag",
    Resistance.BODY: " with your own body weight",
}
CHANGED_MOVEMENT = {
    Pattern.HORIZONTAL_PULL: "The elbows go straight back: it is no {old}.",
    Pattern.VERTICAL_PULL: "The arms start high and pull down: it is no {old}.",
    Pattern.SHOULDER_EXTENSION: "The elbows keep their angle all the way: it is no {old}.",
    Pattern.REAR_DELT_UPPER_BACK_ROW: "The elbows go out wide, for the rear delts: it is no {old}.",
    Pattern.SCAPULAR_CONTROL: "Only the shoulder blades move: it is no {old}.",
}
ONE_SIDE = "One side at a time: do the same reps on both."
BOTH_SIDES = "Both arms together, not one at a time."
CHEST_SUPPORTED = "Your chest is supported, so the lower back rests."
NO_CHEST_SUPPORT = "Nothing carries your chest, so your back holds the torso."
LEANS_FREELY = "You hold your own torso bent over, so the lower back works."
LEANS_LESS = "Your lower back has less to hold."
CHOOSE_WEIGHT = "You choose the weight, so start light and add."
NO_HELP = "Nothing carries part of your weight."
CHANGED_RESISTANCE = {
    Resistance.LEVER: "One end of the bar is fixed, so it moves in an arc.",
    Resistance.MACHINE: "The machine guides the path, so there is less to balance.",
    Resistance.CABLE: "A cable keeps the pull even from start to finish.",
    Resistance.BAND: "A band is lightest at the start and hardest at the end.",
}
FREE_WEIGHT = "A free weight that nothing guides, so start light."

ADAPT_LINE = "You can still do the {name} itself with {equipment}."
ABOUT = "{name}: {said}"
DO_IT_WITH = "Here with {equipment}."
DO_IT_SO = "How: {cue}"
SUBSTITUTE_HEADLINE = "{name}. {reason}"
NO_LIKE_FOR_LIKE = "There is no like-for-like {name} with that. The nearest: {option}. {reason}"
NO_SUBSTITUTE = (
    "With what you have there, nothing in my notes replaces the {name} well. "
    "Tell me what else there is, even a band, a bar or a pair of dumbbells."
)
NO_PULL = "My notes hold no swap for the {name}: it is no pull for the back."
STAYS = "{name}: as it is."
SWAPPED = "{name}: {option}."
NOTHING_THERE = "nothing in my notes comes near it with that"
FURTHER_OPTION = "Or {name}: {said}"
FURTHER_OPTION_NEEDS = "Or {name} (it needs {equipment}): {said}"
DIFFERENCE = "Difference: {difference}"
NEEDS = "It needs {equipment}."
WORKS = "Works the {muscles}."
USUALLY_WITH = "Usually with: {equipment}."

INSTEAD_YES = "Yes, {option} can stand in for {target}. {reason}"
INSTEAD_SAME = "Yes, you can do the {target} itself with {equipment}."
INSTEAD_PARTLY = "Partly: {option} is no like-for-like swap for {target}, but it helps. {reason}"
INSTEAD_NO = "No, {option} does not replace {target}: it is a {movement}, not a {old}."
INSTEAD_BETTER = "Nearer to it: {options}."

EQUIPMENT_HEADLINE = "{name}: you need {equipment}."
EQUIPMENT_ALL = "For the whole routine:"
EQUIPMENT_LINE = "{name}: {equipment}"
EQUIPMENT_NONE = "{name}: you need nothing but a little room."
ATTACHMENT = "Attachment: {attachment}."
MUSCLES_HEADLINE = "{name} works the {primary}."
MUSCLES_HELPERS = "Helping: {secondary}."
MUSCLE_YES = "Yes, {name} works the {muscle} as a main muscle."
MUSCLE_HELPS = "Yes, the {muscle} help in the {name}, but they are not its main target."
MUSCLE_NO = "Not much: {name} is mainly for the {primary}."
BEST_FIRST = "{name}, in short:"
MUSCLE_EXERCISES = "For the {muscle}: {exercises}."

PRESCRIPTION = "{name}: {sets} sets of {reps} reps, resting {rest}."
PRESCRIPTION_LINE = "{name}: {sets} × {reps}"
ROUTINE_LINE = "{number}. {name}: {sets} × {reps}"
PRESCRIPTION_ALL = "The article gives no sets or reps; a general guide:"
REST_LINE = "{name}: rest {rest} between sets."
NOT_IN_ARTICLE = "The article gives no numbers for this; it is a general guide."
ORDER = "The order: {exercises}."
ORDER_PLACE = "{name} is number {number} of {total}."
ORDER_AFTER = "After the {name} comes the {other}, number {number} of {total}."
ORDER_BEFORE = "Before the {name} comes the {other}, number {number} of {total}."
ORDER_LAST = "Nothing: the {name} is the last exercise of the routine. Well done."
ORDER_FIRST = "Nothing: the {name} is the first exercise of the routine."
ORDER_PAIR = "In this routine {first} comes before {second}."
COMPARE_HEADLINE = "{first} or {second}: {verdict}"
COMPARE_SAME = "both are a {movement}."
COMPARE_OTHER = "the first is a {first}, the second a {second}."
COMPARE_FOR = "For the {muscle}: the {name}."
COMPARE_BOTH = "Both work the {muscle}."
COMPARE_SPINE = "Easier on the lower back: the {name}."
COMPARE_LEVEL = "Easier to learn: the {name}."
COMPARE_LINE = "{name}: for the {muscles}. {why}"

RED_FLAG_CARD = "Read this first"
CLARIFY = "Which one?"
QUESTION = "How do I do {name}?"
QUESTIONS = {
    "substitute": "What can I do instead of {name}?",
    "can_i": "What can I do instead of {name}?",
    "why": "Why {name}?",
    "muscles": "Which muscles does {name} work?",
    "equipment": "What equipment do I need for {name}?",
    "load": "How heavy should {name} be?",
    "prescription": "How many sets and reps of {name}?",
    "rest": "How long do I rest between sets of {name}?",
    "mistakes": "What mistakes do people make in {name}?",
    "progression": "When do I add weight on {name}?",
}
"""By intent, the question that a choice of the clarification stands for."""
UNKNOWN = (
    "That is not in my notes. I know one back routine: its exercises, form and swaps. Near it:"
)
DECLINED = "{reply} I only cover back training: its exercises, form and swaps."
DECLINED_PART = "The rest of your question I do not cover: {reply}"
UNKNOWN_COMMAND = (
    "{word} is not a command here, and I only cover back training. /help shows what I can do."
)
SOURCE = "From: {labels}"
NEXT_QUESTIONS = (
    ("What instead of {name}?", "What can I do instead of {name}?"),
    ("How to do {name}", "How do I do {name}?"),
    ("Order of the routine", "What order are the exercises in?"),
)


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def inside(name: str) -> str:
    """A name as it stands inside a sentence: "T-bar row" keeps its capital, "Lat pulldown" not."""
    first, second = name[:1], name[1:2]
    return name if not second.islower() else first.lower() + name[1:]


def one(name: str) -> str:
    """With its article, as it stands inside a sentence: "a low cable", but "dumbbells"."""
    name = inside(name)
    if name.endswith("s"):
        return name
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def seconds(low: int, high: int) -> str:
    """A rest: "60–90 seconds", "2–3 minutes"."""
    if low % 30 == 0 and high % 30 == 0 and high > 90:
        ends = [f"{value / 60:g}" for value in (low, high)]
        return f"{'–'.join(dict.fromkeys(ends))} minutes"
    return f"{'–'.join(dict.fromkeys(map(str, (low, high))))} seconds"
