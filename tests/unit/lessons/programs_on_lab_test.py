"""Every guest test program on the lab, held to the same programs.json as real workers.

    programs_on_lab_test.py INTERLEAVE PROGRAMS   the command line; the folder with the built programs and programs.json
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

COMMAND, PROGRAMS = sys.argv[1], pathlib.Path(sys.argv[2])
CORES = 4
PATIENCE = 300  # seconds, on a busy machine
LIMIT = 500_000_000  # instructions

# What the lab can't do yet, or by its nature does otherwise.
ELSEWHERE = {
    "echo": "the command line gives no input",
    "fetch": "the command line gives no input",
    "endless_output": "bounded by instructions here, not by bytes",
    "thread_bomb": "the lab has no limit of 40 threads",
    "waiting": "waits for what the supervisor's test does",
    "memory_hog": "grows to the whole memory: slow",
}


def run(program):
    process = subprocess.run(
        [COMMAND, "run", PROGRAMS / f"{program}.debug.wasm", "--cores", str(CORES), "--limit", str(LIMIT)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )
    return process.returncode, process.stdout, process.stderr


class EveryProgram(unittest.TestCase):
    def setUp(self):
        self.programs = json.loads((PROGRAMS / "programs.json").read_text(encoding="utf-8"))["programs"]

    def test_known_differences_are_of_programs_that_exist(self):
        self.assertLessEqual(ELSEWHERE.keys(), {program["name"] for program in self.programs})

    def test_ends_and_prints_as_on_real_workers(self):
        for program in self.programs:
            if program["name"] in ELSEWHERE:
                continue
            with self.subTest(program["name"]):
                code, out, summary = run(program["name"])
                self.expect_end(program["expect"], code, summary)
                errors = program.get("stderr")
                self.expect_text(out, program["stdout"], errors)

    def expect_end(self, expected, code, summary):
        if "exit" in expected:
            self.assertEqual(code, expected["exit"], summary)
        elif "abort" in expected:
            self.assertEqual(code, 134, summary)
        elif "limit" in expected:
            self.assertRegex(summary, "^instruction-limit")
        else:
            self.assertRegex(summary, "^deadlock" if "deadlock" in expected else "^trap")

    def expect_text(self, found, expected, errors):
        """The command prints both streams; what was meant for the error stream is only looked for."""
        if isinstance(errors, str):
            for line in errors.splitlines():
                self.assertIn(line, found)
                found = found.replace(line + "\n", "", 1)
        elif errors:
            for line in errors["match"].strip("^$").replace("\\n", "\n").splitlines():
                self.assertRegex(found, line)
                found = re.sub(line + "\n", "", found, count=1)
        if isinstance(expected, str):
            self.assertEqual(found, expected)
        elif "match" in expected:
            self.assertRegex(found, expected["match"])
        else:
            self.assertEqual(sorted(found.splitlines()), sorted(expected["lines"]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
