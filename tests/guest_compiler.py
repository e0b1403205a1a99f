"""Compiles guest programs as the build does (src/guest/flags.txt), for tests that need a variant of one."""

import hashlib
import pathlib
import re
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent
SYSROOT = TOP / "build/native/guest/sysroot"
LLVM = TOP / "build/toolchain/llvm/usr/lib/llvm-19/bin"
HEADERS = TOP / "src/guest/include"
KEPT = TOP / "build/native/guest/variants"


def flags():
    """The sections of flags.txt: compile, link, wrap, libraries."""
    sections, lines = {}, []
    for line in (TOP / "src/guest/flags.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line.replace("{sysroot}", str(SYSROOT)))
    return sections


def state_of_the_library():
    """Changes whenever the headers, the runtime or the flags do."""
    digest = hashlib.sha256()
    for path in [*sorted(HEADERS.rglob("*.h*")), SYSROOT / "lib/libinterleave.a", TOP / "src/guest/flags.txt"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


LIBRARY = state_of_the_library()


def compiled(source, optimize="-O0"):
    """The .wasm of this source text, with debug information; kept, and made again only if something changed."""
    key = hashlib.sha256(f"{LIBRARY}{optimize}{source}".encode()).hexdigest()[:20]
    result = KEPT / key / "main.wasm"
    if result.exists():
        return result
    result.parent.mkdir(parents=True, exist_ok=True)
    main, made, linked = (result.with_name(name) for name in ("main.cpp", "main.o", "linked.wasm"))
    main.write_text(source, encoding="utf-8")
    own = flags()
    same_everywhere = [f"-fmacro-prefix-map={folder}/=" for folder in (result.parent, HEADERS)]
    subprocess.run([LLVM / "clang++", "-isystem", HEADERS, *own["compile"], *own["compile program"], *same_everywhere, optimize, "-g", "-c", main, "-o", made], check=True)
    wraps = [f"--wrap={name}" for name in own["wrap"]]
    subprocess.run([LLVM / "wasm-ld", *own["link"], *wraps, made, *own["libraries"], "-o", linked], check=True)
    made.unlink()
    linked.rename(result)
    return result


def with_parameters(source, parameters):
    """The source with other values of its `constexpr int Name = …;` and `constexpr bool Name = …;`."""
    for name, value in parameters.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        source, found = re.subn(rf"^(constexpr (?:int|bool) {name} = )[^;]*;", rf"\g<1>{text};", source, flags=re.MULTILINE)
        assert found == 1, name
    return source
