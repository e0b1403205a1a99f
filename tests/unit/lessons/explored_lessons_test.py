"""What lessons claim about all interleavings (lesson.json: check.explore), held to `interleave explore`.

    explored_lessons_test.py INTERLEAVE [LESSON …]   the command line; the lessons to look at, all by default
"""

import json
import pathlib
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(TOP / "tests"))
import guest_compiler  # noqa: E402

COMMAND, CHOSEN = sys.argv[1], set(sys.argv[2:])
SECONDS = 20  # of exploring, where a claim needs no proof
PROOF_SECONDS = 600  # where it does, on a busy machine

# What a lesson shows on purpose beside its claim.
TOLERATED = {"exit-code"}


def explore(program, seconds, budget, policy="dpor"):
    process = subprocess.run(
        [COMMAND, "explore", program, "--json", "--seconds", str(seconds), "--budget", str(budget), "--policy", policy],
        capture_output=True, text=True, timeout=seconds + 300, check=False,
    )
    return json.loads(process.stdout)


class EveryClaim(unittest.TestCase):
    def test_holds(self):
        for folder in sorted((TOP / "src/lessons").iterdir()):
            if not (folder / "lesson.json").exists() or (CHOSEN and folder.name not in CHOSEN):
                continue
            check = json.loads((folder / "lesson.json").read_text(encoding="utf-8"))["check"]
            for claim in check.get("explore", []):
                with self.subTest(lesson=folder.name, parameters=claim.get("parameters", {})):
                    self.expect(folder, claim)

    def expect(self, folder, claim):
        source = (folder / "main.cpp").read_text(encoding="utf-8")
        program = guest_compiler.compiled(guest_compiler.with_parameters(source, claim.get("parameters", {})))
        complete = claim.get("complete", False)
        found = explore(program, PROOF_SECONDS if complete else SECONDS, claim.get("budget", 3_000_000))
        outputs = {outcome["output"] for outcome in found["outcomes"]}
        if not found["complete"] and not complete:
            # Too many to see them all in order: some at random as well.
            outputs |= {outcome["output"] for outcome in explore(program, SECONDS, 20_000, "random")["outcomes"]}
        bugs = {bug["kind"] for bug in found["bugs"]} - TOLERATED
        told = found["summary"] + " " + " ".join(bug["message"] for bug in found["bugs"])
        if "outcomes" in claim:
            self.assertEqual(outputs, set(claim["outcomes"]), told)
        for output in claim.get("includes", []):
            self.assertIn(output, outputs, told)
        if "bugs" in claim:
            if complete or not claim["bugs"]:
                self.assertEqual(bugs, set(claim["bugs"]), told)
            else:
                self.assertLessEqual(set(claim["bugs"]), bugs, told)
        if complete:
            self.assertTrue(found["complete"], told)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
