"""What the lessons' own checks cannot see: do the programs run, and does a broken lesson stop the build?

    lessons_test.py SOURCE [COMPILER]    SOURCE is src/lessons; COMPILER builds C++20 for this machine
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1])
LIBRARY = SOURCE.parent / "guest/include"
RUNTIME = pathlib.Path(__file__).resolve().with_name("native_runtime.cpp")
COMPILER = sys.argv[2] if len(sys.argv) > 2 else "c++"
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE))
import lessons  # noqa: E402

# What only GCC 12 warns about, wrongly: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105329 and discarded assignments.
# The first is for Clang, which does not know the others.
QUIET = ["-Wno-unknown-warning-option", "-Wno-volatile", "-Wno-restrict"]
PATIENCE = 60  # seconds, on a busy machine


def uses_processes(lesson):
    return re.search(r"<interleave/(process|process_pool|channel)\.hpp>", lesson.text_of("main.cpp"))


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
            flags = [COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", *QUIET, "-isystem", LIBRARY, "-pthread"]
            runtime = pathlib.Path(folder) / "runtime.o"
            subprocess.run([*flags, "-c", RUNTIME, "-o", runtime], check=True)
            for lesson in self.lessons:
                if uses_processes(lesson):
                    continue  # they are the machines' own
                with self.subTest(lesson.name):
                    program = pathlib.Path(folder) / lesson.name
                    optimize = lesson.data.get("optimize", "-O0")
                    main = lesson.folder / "main.cpp"
                    subprocess.run([*flags, optimize, main, runtime, "-o", program], check=True)
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


class AddedLesson(unittest.TestCase):
    def test_a_folder_is_all_that_a_new_lesson_needs(self):
        with tempfile.TemporaryDirectory() as folder:
            source, output = pathlib.Path(folder) / "lessons", pathlib.Path(folder) / "out"
            shutil.copytree(SOURCE, source)
            added = source / "7-added"
            shutil.copytree(source / "7-prove-it", added)
            shutil.rmtree(source / "7-prove-it")
            text = (added / "lesson.json").read_text(encoding="utf-8")
            (added / "lesson.json").write_text(text.replace("Prove it", "My own"), encoding="utf-8")
            subprocess.run(["/usr/bin/python3", source / "lessons.py", source, output], check=True)
            index = json.loads((output / "index.json").read_text(encoding="utf-8"))
            self.assertEqual((index[-1]["id"], index[-1]["title"]), ("7-added", "My own"))
            self.assertTrue((output / "7-added/main.cpp").exists())


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

    def test_bad_prerequisite_and_check(self):
        message = self.reported(self.replace("lesson.json", '"2-lost-update"', '"2-nowhere"'))
        self.assertIn("prerequisite 2-nowhere is no earlier lesson", message)
        message = self.reported(self.replace("lesson.json", '"complete": true', '"compleet": true'))
        self.assertIn("unknown keys: compleet", message)

    def test_bad_two_lessons_with_one_number(self):
        message = self.reported(lambda lesson: shutil.copytree(lesson, lesson.parent / "2-other"))
        self.assertIn("has the same order", message)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
