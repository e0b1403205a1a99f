"""What the lessons' own checks cannot see: do the programs run, and does a broken lesson stop the build?

    lessons_test.py SOURCE [COMPILER]    SOURCE is src/lessons; COMPILER builds C++20 for this machine
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1])
COMPILER = sys.argv[2] if len(sys.argv) > 2 else "c++"
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE))
import lessons  # noqa: E402

PATIENCE = 60  # seconds, on a busy machine


class EveryLesson(unittest.TestCase):
    def setUp(self):
        self.lessons, mistakes = lessons.load(SOURCE)
        self.assertEqual(mistakes, [])

    def test_python_runs_to_its_end(self):
        for lesson in self.lessons:
            with self.subTest(lesson.name):
                run = subprocess.run(
                    ["/usr/bin/python3", lesson.folder / "python.py"],
                    capture_output=True, text=True, timeout=PATIENCE, check=False,
                )
                self.assertEqual((run.returncode, run.stderr), (0, ""))
                self.assertNotEqual(run.stdout, "")

    def test_main_compiles_without_warnings_and_does_what_is_expected(self):
        with tempfile.TemporaryDirectory() as folder:
            for lesson in self.lessons:
                with self.subTest(lesson.name):
                    program = pathlib.Path(folder) / lesson.name
                    optimize = lesson.data.get("optimize", "-O0")
                    subprocess.run(
                        [COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", optimize, "-pthread",
                         lesson.folder / "main.cpp", "-o", program],
                        check=True,
                    )
                    self.expect(lesson, program)

    def expect(self, lesson, program):
        expected = lesson.data["expect"]
        may_hang = "deadlock" in expected["ends"]
        try:
            run = subprocess.run([program], capture_output=True, text=True, timeout=3 if may_hang else PATIENCE,
                                 check=False)
        except subprocess.TimeoutExpired:
            self.assertTrue(may_hang, "the program does not end")
            return
        self.assertIn("trap" if run.returncode < 0 else "exit", expected["ends"])
        self.assertTrue(re.fullmatch(expected["output"], run.stdout), run.stdout)


class BrokenLessons(unittest.TestCase):
    """Each takes a good lesson, breaks it, and says what must be reported."""

    def reported(self, change):
        with tempfile.TemporaryDirectory() as folder:
            lesson = pathlib.Path(folder) / "2-mutex"
            shutil.copytree(SOURCE / "2-mutex", lesson)
            change(lesson)
            run = subprocess.run(
                ["/usr/bin/python3", SOURCE / "lessons.py", folder, pathlib.Path(folder) / "out"],
                capture_output=True, text=True, check=False,
            )
            written = (pathlib.Path(folder) / "out" / "index.json").exists()
        self.assertEqual(run.returncode, 1)
        self.assertFalse(written)
        return run.stderr

    def replace(self, file, old, new):
        def change(lesson):
            text = (lesson / file).read_text(encoding="utf-8")
            self.assertIn(old, text)
            (lesson / file).write_text(text.replace(old, new), encoding="utf-8")

        return change

    def test_bad_json_is_named_with_its_line(self):
        message = self.reported(self.replace("lesson.json", '"order": 6,', '"order": 6'))
        self.assertIn("2-mutex: lesson.json: is no JSON", message)
        self.assertIn("line", message)

    def test_bad_missing_file_and_missing_or_unknown_key(self):
        self.assertIn("python.py: is missing", self.reported(lambda lesson: (lesson / "python.py").unlink()))
        self.assertIn("lacks minutes", self.reported(self.replace("lesson.json", '"minutes": 5,', "")))
        self.assertIn("unknown keys: tytle", self.reported(self.replace("lesson.json", '"part"', '"tytle": 1, "part"')))

    def test_bad_default_that_differs_from_the_program(self):
        message = self.reported(self.replace("main.cpp", "Rounds = 1'000", "Rounds = 2'000"))
        self.assertIn("Rounds is 2000 in main.cpp and 1000 in lesson.json", message)

    def test_bad_link_to_a_line_with_nothing_on_it(self):
        self.assertIn("points to line 3000", self.reported(self.replace("lesson.md", "#L15", "#L3000")))

    def test_bad_two_lessons_with_one_number(self):
        message = self.reported(lambda lesson: shutil.copytree(lesson, lesson.parent / "2-other"))
        self.assertIn("has the same order", message)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
