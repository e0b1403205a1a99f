"""Every lesson's challenge can be solved, and is not solved by doing nothing.

    challenges_test.py INTERLEAVE [LESSON …]   the command line; the lessons to look at, all by default
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(TOP / "tests"))
import guest_compiler  # noqa: E402

COMMAND, CHOSEN = sys.argv[1], set(sys.argv[2:])
SECONDS = 300  # of exploring, on a busy machine
INSTRUCTIONS = 3_000_000_000


def json_of(*arguments):
    process = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)
    return json.loads(process.stdout)


def explored(program, complete):
    budget = 1_000_000 if complete else 5_000
    return json_of("explore", program, "--json", "--seconds", SECONDS, "--budget", budget)


class Challenge:
    def __init__(self, folder, data):
        self.data = data
        self.source = (folder / "main.cpp").read_text(encoding="utf-8")
        lesson = json.loads((folder / "lesson.json").read_text(encoding="utf-8"))
        self.optimize = lesson.get("optimize", "-O0")
        exploration = next(iter(lesson["check"].get("explore", [])), {})
        self.small = exploration.get("parameters", {})

    def program(self, parameters=None, replace=()):
        source = self.source
        for old, new in replace:
            source = source.replace(old, new)
        return guest_compiler.compiled(guest_compiler.with_parameters(source, parameters or {}), self.optimize)

    def solution(self):
        return self.program(**self.data["solution"])

    def prints(self, output):
        return re.fullmatch(self.data["output"], output) is not None if "output" in self.data else True


class EveryChallenge(unittest.TestCase):
    def test_can_be_solved_and_is_not_solved_already(self):
        seen = 0
        for folder in sorted((TOP / "src/lessons").iterdir()):
            if not (folder / "lesson.json").exists() or (CHOSEN and folder.name not in CHOSEN):
                continue
            data = json.loads((folder / "lesson.json").read_text(encoding="utf-8")).get("challenge")
            if data is None:
                continue
            seen += 1
            with self.subTest(lesson=folder.name):
                challenge = Challenge(folder, data)
                getattr(self, f"expect_{data['by']}")(challenge)
        self.assertGreater(seen, 0)

    def expect_hand(self, challenge):
        found = explored(challenge.program(challenge.small), complete=False)
        ends = challenge.data.get("ends", "exit")
        if ends == "deadlock":
            self.assertIn("deadlock", {bug["kind"] for bug in found["bugs"]})
            return
        outputs = [outcome["output"] for outcome in found["outcomes"] if outcome["exit"] == 0]
        self.assertTrue(any(map(challenge.prints, outputs)), outputs)
        self.assertFalse(all(map(challenge.prints, outputs)), "whatever one does solves it")

    def expect_lab(self, challenge):
        self.assertFalse(self.solves(challenge, challenge.program()), "it is solved already")
        self.assertTrue(self.solves(challenge, challenge.solution()))

    def expect_explore(self, challenge):
        self.assertEqual(explored(challenge.program(challenge.small), complete=False)["verdict"], "bug")
        found = explored(challenge.solution(), complete=True)
        self.assertEqual(found["verdict"], "proved", found["summary"])
        for outcome in found["outcomes"]:
            self.assertTrue(challenge.prints(outcome["output"]), outcome)

    @staticmethod
    def solves(challenge, program):
        run = json_of("run", program, "--cores", 2, "--limit", INSTRUCTIONS, "--json")
        return run["status"] == challenge.data.get("ends", "exit") and challenge.prints(run["output"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
