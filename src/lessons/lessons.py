"""Checks the lessons, copies their files to where the page finds them, and writes the list of them.

    lessons.py SOURCE OUTPUT     SOURCE has one folder a lesson, OUTPUT gets the same folders and index.json
    lessons.py --check SOURCE    only checks

A lesson is a folder <part>-<name> with four files; adding one adds a lesson, nothing else is to be done:

    lesson.md    the prose, 100 to 250 words, one idea; [words](#L12) points to line 12 of main.cpp
    main.cpp     the program, 10 to 60 lines of C++20
    python.py    the same idea in Python, 5 to 30 lines; ends by itself
    lesson.json  what the page and the tests need to know:

    title       text
    part        1 … 7, as in the folder's name
    order       1 … 54, the lesson's number in the course; no two are equal
    summary     one sentence
    minutes     1 … 30
    machines    list of "real" and "lab": where it may be run, the first is offered first
    optimize    optional, "-O0" (default), "-O1" or "-O2": how main.cpp is compiled
    parameters  list of constants of main.cpp that a learner may change; each has
                name      of a line `constexpr int Name = …;` or `constexpr bool Name = …;`
                label     text
                type      "integer" or "boolean"
                default   the value in main.cpp
                minimum, maximum   for integers
    try         two to four things to try, each a sentence or two
    repeat      optional, a button that runs the program many times and counts the results:
                runs      2 … 1000
                label     what is counted
                pattern   regular expression on the output; its first group is the result
                expected  optional text: the result that a reader would expect
    challenge   optional, something to bring about, and how the page sees that it was:
                goal      a sentence
                by        "hand" (stepping), "lab" or "real" (a run of the changed program), "explore" (the changed
                          program, proved to be without a bug)
                ends      optional: "exit" (default), "deadlock", "trap": how the run ends
                output    optional regular expression for everything it prints
                solution  of all but "hand", one of them, for the tests: {"parameters": …} and {"replace": [[text, new]…]}
    expect      what a run on real workers shows, with the defaults:
                ends      list of "exit", "deadlock", "trap": how it may end
                output    regular expression for everything it prints
    prerequisites  list of folders of lessons to be read before; earlier ones only
    check       the fact that the test suite verifies for this lesson (tests/lessons.py):
                machine   "lab" or "real"
                kind      "outcomes" (this set of outputs is reached), "proof" (these are all, no race, no
                          deadlock), "deadlock" (one is found), "race" (one is found), "time" (exact virtual time),
                          "measurement" (on real workers)
                claim     the fact in one sentence
                runs      optional, runs on the lab and what each must show, see RUN_KEYS
                explore   optional, what exploring all interleavings finds: a list, each an object of EXPLORE_KEYS

Beside the lessons is glossary.json, a list of {"term", "also", "text", "lesson"}: a term, other words for it, what it means in
one or two sentences, and the folder of the lesson that explains it. The page links the prose's **terms** to it.

Exit status 1 and one line for each mistake, "lesson: file: what is wrong", if there is any.
"""

import json
import pathlib
import re
import shutil
import sys

PARTS = {
    1: "Words with a picture",
    2: "Threads",
    3: "The GIL",
    4: "Coroutines and the event loop",
    5: "Processes",
    6: "Pools and futures",
    7: "Choosing",
}
FILES = ("lesson.md", "main.cpp", "python.py", "lesson.json")
SHOWN_KEYS = {"ends", "output", "contains", "lines", "nanoseconds", "milliseconds", "numbers"}
# An exploration, and what it must find.
EXPLORE_KEYS = {
    "parameters",  # values other than the defaults
    "outcomes",  # all outputs that can be reached
    "includes",  # some of them
    "bugs",  # list of all kinds of bugs found: "data-race", "deadlock", "no-progress", "assertion", …
    "complete",  # true: proven for all interleavings
}
KEYS = {"title", "part", "order", "summary", "minutes", "machines", "prerequisites", "parameters", "try", "expect",
        "check"}
OPTIONAL_KEYS = {"optimize", "repeat", "challenge"}
WAYS = ("hand", "lab", "real", "explore")
# A run on the lab: how it is made, and what it must show.
RUN_KEYS = {
    "cores",  # virtual cores, 2 if not said
    "seed",  # of the virtual cores, 0 if not said
    "onlyWaits",  # true: computing and switching take no time
    "parameters",  # values other than the defaults
    "ends",  # "exit" if not said
    "output",  # regular expression for all that it prints
    "contains",  # list of texts in it
    "lines",  # list of its lines, in any order
    "nanoseconds",  # exact virtual time of the run
    "milliseconds",  # [least, most]
    "numbers",  # list of {"pattern": …, "between": [least, most]}: the pattern's group is a number within
}
INDEXED = ("part", "order", "title", "summary", "minutes", "machines", "prerequisites")
KINDS = {"outcomes", "proof", "deadlock", "race", "time", "measurement"}


class Lesson:
    """One folder; `mistakes` lists what is wrong with it, as text."""

    def __init__(self, folder):
        self.folder = folder
        self.name = folder.name
        self.mistakes = []
        self.data = {}
        for file in FILES:
            if not (folder / file).is_file():
                self.wrong(file, "is missing")
        if not self.mistakes:
            self.check_all()

    def wrong(self, file, what):
        self.mistakes.append(f"{self.name}: {file}: {what}")

    def require(self, condition, what, file="lesson.json"):
        if not condition:
            self.wrong(file, what)
        return condition

    def text_of(self, file):
        return (self.folder / file).read_text(encoding="utf-8")

    def check_all(self):
        try:
            data = json.loads(self.text_of("lesson.json"))
        except ValueError as error:
            return self.wrong("lesson.json", f"is no JSON: {error}")
        if not self.require(isinstance(data, dict), "is no object"):
            return None
        missing = sorted(KEYS - data.keys())
        unknown = sorted(data.keys() - KEYS - OPTIONAL_KEYS)
        self.require(not missing, f"lacks {', '.join(missing)}")
        self.require(not unknown, f"has unknown keys: {', '.join(unknown)}")
        if self.mistakes:
            return None
        self.data = data
        self.check_head(data)
        self.check_parameters(data["parameters"])
        self.check_expect(data["expect"])
        if "repeat" in data:
            self.check_repeat(data["repeat"])
        if "challenge" in data:
            self.check_challenge(data["challenge"])
        self.check_check(data["check"])
        self.check_texts()
        return None

    def check_head(self, data):
        for key in ("title", "summary"):
            self.require(is_text(data[key]), f"{key} must be a text")
        self.require(is_integer(data["part"], 1, 7), "part must be 1 to 7")
        self.require(self.name.startswith(f"{data['part']}-"), "part must be the number in the folder's name")
        self.require(is_integer(data["order"], 1, 54), "order must be 1 to 54")
        self.require(is_integer(data["minutes"], 1, 30), "minutes must be 1 to 30")
        before = data["prerequisites"]
        self.require(isinstance(before, list) and all(map(is_text, before)), "prerequisites must be a list of lessons")
        machines = data["machines"]
        self.require(
            isinstance(machines, list) and machines and set(machines) <= {"real", "lab"},
            'machines must be a list of "real" and "lab"',
        )
        self.require(data.get("optimize", "-O0") in ("-O0", "-O1", "-O2"), "optimize must be -O0, -O1 or -O2")
        tries = data["try"]
        self.require(
            isinstance(tries, list) and 2 <= len(tries) <= 4 and all(map(is_text, tries)),
            "try must be a list of two to four texts",
        )

    def check_parameters(self, parameters):
        if not self.require(isinstance(parameters, list), "parameters must be a list"):
            return
        source = self.text_of("main.cpp")
        for parameter in parameters:
            if not self.require(isinstance(parameter, dict), "a parameter must be an object"):
                continue
            name = parameter.get("name")
            default = parameter.get("default")
            self.require(is_text(parameter.get("label")), f"parameter {name} needs a label")
            if parameter.get("type") == "integer":
                low, high = parameter.get("minimum"), parameter.get("maximum")
                self.require(
                    is_integer(low) and is_integer(high) and is_integer(default, low, high),
                    f"parameter {name} needs minimum <= default <= maximum",
                )
                declared = re.search(rf"^constexpr int {name} = ([0-9']+);", source, re.MULTILINE)
                value = declared and int(declared.group(1).replace("'", ""))
            elif parameter.get("type") == "boolean":
                declared = re.search(rf"^constexpr bool {name} = (true|false);", source, re.MULTILINE)
                value = declared and declared.group(1) == "true"
            else:
                self.wrong("lesson.json", f"parameter {name} must be of type integer or boolean")
                continue
            if self.require(declared, f"has no line `constexpr … {name} = …;`", "main.cpp"):
                self.require(value == default, f"{name} is {value} in main.cpp and {default} in lesson.json")

    def check_expect(self, expect):
        keys = {"ends", "output"}
        if not self.require(isinstance(expect, dict) and expect.keys() == keys, "expect needs ends and output"):
            return
        ends = expect["ends"]
        self.require(
            isinstance(ends, list) and ends and set(ends) <= {"exit", "deadlock", "trap"},
            "expect.ends must be a list of exit, deadlock and trap",
        )
        try:
            re.compile(expect["output"])
        except (re.error, TypeError) as error:
            self.wrong("lesson.json", f"expect.output is no regular expression: {error}")

    def check_repeat(self, repeat):
        needed = {"runs", "label", "pattern"}
        if not self.require(isinstance(repeat, dict) and needed <= repeat.keys() <= needed | {"expected"},
                            "repeat needs runs, label, pattern, and may have expected"):
            return
        self.require(is_integer(repeat["runs"], 2, 1000), "repeat.runs must be 2 to 1000")
        self.require(is_text(repeat["label"]), "repeat.label must be a text")
        self.require(is_text(repeat.get("expected", "-")), "repeat.expected must be a text")
        try:
            groups = re.compile(repeat["pattern"]).groups
            self.require(groups == 1, "repeat.pattern needs one group, the result")
        except (re.error, TypeError) as error:
            self.wrong("lesson.json", f"repeat.pattern is no regular expression: {error}")

    def check_challenge(self, challenge):
        needed, more = {"goal", "by"}, {"ends", "output", "solution"}
        if not self.require(isinstance(challenge, dict) and needed <= challenge.keys() <= needed | more,
                            "challenge needs goal and by, and may have ends, output, solution"):
            return
        self.require(is_text(challenge["goal"]), "challenge.goal must be a text")
        self.require(challenge["by"] in WAYS, f"challenge.by must be one of {', '.join(WAYS)}")
        self.require(challenge.get("ends", "exit") in ("exit", "deadlock", "trap"), "challenge.ends must be exit, deadlock or trap")
        self.require(("solution" in challenge) != (challenge["by"] == "hand"), "a challenge needs a solution, unless it is by hand")
        try:
            re.compile(challenge.get("output", ""))
        except (re.error, TypeError) as error:
            self.wrong("lesson.json", f"challenge.output is no regular expression: {error}")
        source = self.text_of("main.cpp")
        for old, _ in challenge.get("solution", {}).get("replace", []):
            self.require(source.count(old) == 1, f"challenge.solution replaces {old!r}, which main.cpp does not have once")

    def check_check(self, check):
        if not self.require(isinstance(check, dict), "check must be an object"):
            return
        unknown = check.keys() - {"machine", "kind", "claim", "runs", "explore"}
        self.require(not unknown, f"check has unknown keys: {', '.join(sorted(unknown))}")
        self.require(check.get("machine") in ("lab", "real"), "check.machine must be lab or real")
        self.require(check.get("kind") in KINDS, f"check.kind must be one of {', '.join(sorted(KINDS))}")
        self.require(is_text(check.get("claim")), "check.claim must be a text")
        known = {p.get("name") for p in self.data["parameters"] if isinstance(p, dict)}
        runs, explore = check.get("runs", []), check.get("explore", [])
        for what in (*runs, *explore):
            self.require(set(what.get("parameters", {})) <= known, "check names an unknown parameter")
        for run in runs:
            self.require(run.keys() <= RUN_KEYS, f"check.runs has unknown keys: {', '.join(run.keys() - RUN_KEYS)}")
            self.require(run.keys() & SHOWN_KEYS, "a run of check.runs shows nothing")
        for one in explore:
            unknown = one.keys() - EXPLORE_KEYS
            self.require(not unknown, f"check.explore has unknown keys: {', '.join(unknown)}")
        says = runs or explore or check.get("kind") == "measurement"
        self.require(says, "check needs runs or explore, if it is no measurement")

    def check_texts(self):
        prose = self.text_of("lesson.md")
        source = self.text_of("main.cpp").splitlines()
        python = self.text_of("python.py").splitlines()
        words = len(re.sub(r"\]\(#L\d+\)", "]", prose).split())
        self.require(100 <= words <= 250, f"has {words} words; 100 to 250 are asked for", "lesson.md")
        self.require(prose.startswith("# "), "must begin with a heading", "lesson.md")
        self.require(10 <= len(source) <= 60, f"has {len(source)} lines; 10 to 60 are asked for", "main.cpp")
        self.require(5 <= len(python) <= 30, f"has {len(python)} lines; 5 to 30 are asked for", "python.py")
        for line in map(int, re.findall(r"\]\(#L(\d+)\)", prose)):
            exists = 1 <= line <= len(source) and source[line - 1].strip(" {}();")
            self.require(exists, f"points to line {line} of main.cpp, where nothing stands", "lesson.md")


def is_text(value):
    return isinstance(value, str) and value.strip() != ""


def is_integer(value, low=None, high=None):
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return (low is None or low <= value) and (high is None or value <= high)


def bad_prerequisites(lessons):
    order = {lesson.name: lesson.data["order"] for lesson in lessons}
    return [
        f"{lesson.name}: lesson.json: prerequisite {name} is no earlier lesson"
        for lesson in lessons
        for name in lesson.data["prerequisites"]
        if order.get(name, 99) >= lesson.data["order"]
    ]


def bad_glossary(source, lessons):
    """What is wrong with the glossary, as lines."""
    try:
        entries = json.loads((source / "glossary.json").read_text(encoding="utf-8"))
        words = [word.lower() for entry in entries for word in (entry["term"], *entry["also"])]
        terms = [entry["term"].lower() for entry in entries]
        bad = [entry["term"] for entry in entries
               if not is_text(entry["text"]) or entry["lesson"] not in {lesson.name for lesson in lessons}]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"glossary.json: is no list of term, also, text, lesson: {error!r}"]
    mistakes = [f"glossary.json: {term}: has no text, or names no lesson" for term in bad]
    if terms != sorted(terms):
        mistakes.append("glossary.json: the terms are not in alphabetical order")
    mistakes += [f"glossary.json: {word} is there twice" for word in sorted(set(words)) if words.count(word) > 1]
    return mistakes


def load(source):
    """All lessons in the order of the course, and all that is wrong with them."""
    lessons = [Lesson(path) for path in sorted(source.iterdir()) if re.match(r"\d+-", path.name)]
    mistakes = [mistake for lesson in lessons for mistake in lesson.mistakes]
    if not mistakes:
        lessons.sort(key=lambda lesson: lesson.data["order"])
        for one, other in zip(lessons, lessons[1:]):
            if one.data["order"] == other.data["order"]:
                mistakes.append(f"{other.name}: lesson.json: {one.name} has the same order")
        mistakes += bad_prerequisites(lessons)
        mistakes += bad_glossary(source, lessons)
    if not lessons:
        mistakes.append(f"{source}: there is no lesson here")
    return lessons, mistakes


def write(lessons, output):
    for lesson in lessons:
        target = output / lesson.name
        target.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            shutil.copyfile(lesson.folder / file, target / file)
    index = [
        {"id": lesson.name, "partTitle": PARTS[lesson.data["part"]]} | {key: lesson.data[key] for key in INDEXED}
        for lesson in lessons
    ]
    (output / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments):
    only_check = arguments[:1] == ["--check"]
    paths = [pathlib.Path(argument) for argument in arguments[only_check:]]
    if len(paths) != (1 if only_check else 2):
        print(__doc__, file=sys.stderr)
        return 2
    lessons, mistakes = load(paths[0])
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if mistakes:
        return 1
    if not only_check:
        write(lessons, paths[1])
        glossary = paths[0] / "glossary.json"
        if glossary.exists():
            shutil.copyfile(glossary, paths[1] / glossary.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
