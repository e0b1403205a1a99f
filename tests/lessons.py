"""Every lesson's check on the lab, as a table: what `make lessons` prints. Exit status 1 if one does not hold.

    lessons.py [NAME…]    only these lessons (folders, or their ends)

First each lesson is run as it is, on two cores, and must end as its lesson.json says (`expect`). Then come the runs of
its check, with the parameters, cores and figures given there. Explorations are the explorer's test.
"""

import json
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from guest_compiler import TOP, compiled, with_parameters  # noqa: E402

LESSONS = TOP / "src/lessons"
COMMAND = TOP / "build/interleave"
LIMIT = 3_000_000_000  # instructions
WIDTHS = (32, 46, 8, 11, 13, 8)


def run(lesson, options):
    """One run on the lab: what `interleave run --json` says."""
    source = (lesson.folder / "main.cpp").read_text(encoding="utf-8")
    program = compiled(with_parameters(source, options.get("parameters", {})), lesson.data.get("optimize", "-O0"))
    arguments = ["--cores", str(options.get("cores", 2)), "--seed", str(options.get("seed", 0)), "--limit", str(LIMIT)]
    if options.get("onlyWaits"):
        arguments += ["--instruction-cost", "0", "--switch-cost", "0"]
    process = subprocess.run([COMMAND, "run", program, *arguments, "--json"], capture_output=True, text=True, check=False)
    if not process.stdout.startswith("{"):
        raise RuntimeError(process.stderr)
    return json.loads(process.stdout)


def number_in(output, wanted):
    found = re.search(wanted["pattern"], output)
    return float(found.group(1)) if found else None


def mistakes(result, options):
    """What the run should have shown and did not."""
    output, found = result["output"], []
    ends = options.get("ends", "exit")
    if result["status"] != ends:
        found.append(f"ended with {result['status']} {result['message']}, not {ends}")
    if result["findings"]:
        found.append(result["findings"][0]["message"])
    if "output" in options and not re.fullmatch(options["output"], output):
        found.append(f"printed {output!r}")
    for text in options.get("contains", []):
        if text not in output:
            found.append(f"did not print {text!r} but {output!r}")
    if "lines" in options and sorted(output.splitlines()) != sorted(options["lines"]):
        found.append(f"printed {output!r}")
    time = result["virtualNanoseconds"]
    if time != options.get("nanoseconds", time):
        found.append(f"took {time} ns, not {options['nanoseconds']}")
    least, most = options.get("milliseconds", (0, float("inf")))
    if not least <= time / 1e6 <= most:
        found.append(f"took {time / 1e6} ms, not {least} to {most}")
    for wanted in options.get("numbers", []):
        number = number_in(output, wanted)
        if number is None or not wanted["between"][0] <= number <= wanted["between"][1]:
            found.append(f"{wanted['pattern']} gave {number}, not {wanted['between']}")
    return found


def setting(options):
    words = [f"{name} = {json.dumps(value)}" for name, value in options.get("parameters", {}).items()]
    words.append(f"{options.get('cores', 2)} cores")
    if "seed" in options:
        words.append(f"seed {options['seed']}")
    if options.get("onlyWaits"):
        words.append("waits only")
    return ", ".join(words)


def figures(result, options):
    numbers = [f"{number_in(result['output'], wanted)}" for wanted in options.get("numbers", [])]
    return ", ".join(numbers) or (result["output"].strip().splitlines() or [""])[-1][:60]


def row(*cells):
    print("  ".join(str(cell).ljust(width) for cell, width in zip(cells, WIDTHS)), cells[-1], sep="  ")


def check(lesson):
    """Prints the lesson's rows; returns how many are wrong."""
    ends = lesson.data["expect"]["ends"]
    wrong = 0
    for number, options in enumerate([{}, *lesson.data["check"].get("runs", [])]):
        result = run(lesson, options)
        if number == 0:
            found = [] if result["status"] in ends else [f"ended with {result['status']} {result['message']}"]
            found += [finding["message"] for finding in result["findings"]]
        else:
            found = mistakes(result, options)
        row(f"{lesson.data['order']} {lesson.name}" if number == 0 else "", setting(options), result["status"][:8],
            f"{result['virtualNanoseconds'] / 1e6:.3f} ms", f"{result['instructions']:,}", result["events"],
            figures(result, options) if not found else "WRONG: " + "; ".join(found))
        wrong += bool(found)
    return wrong


def main(names):
    sys.path.insert(0, str(LESSONS))
    import lessons as format_of_lessons

    lessons, wrong_lessons = format_of_lessons.load(LESSONS)
    if wrong_lessons:
        print(*wrong_lessons, sep="\n", file=sys.stderr)
        return 1
    if names:
        lessons = [lesson for lesson in lessons if any(lesson.name.endswith(name) for name in names)]
    row("lesson", "run", "ends", "virtual", "instructions", "events", "figures")
    wrong = sum(check(lesson) for lesson in lessons)
    explored = sum("explore" in lesson.data["check"] for lesson in lessons)
    measured = sum(lesson.data["check"]["kind"] == "measurement" for lesson in lessons)
    print(f"\n{len(lessons)} lessons, {wrong} runs wrong; {explored} are also explored, {measured} measured on real workers.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
