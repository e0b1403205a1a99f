#!/usr/bin/env python3
"""pack_sysroot.py SYSROOT CLANG ARCHIVE [FLAG…]: what programs are compiled against in the page, as one file.

The layout of the archive is described in web/src/compile/archive.ts. Besides the sysroot's files it holds standard.hpp, which
includes every standard header that the precompiled header of the page has, and includes.json, which says for each of them
and for our own headers which of these it brings along. CLANG with the FLAGs is asked for that.
"""
import json
import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

STANDARD = """
cassert cctype cerrno climits cmath cstddef cstdint cstdio cstdlib cstring ctime algorithm any array atomic barrier bitset
charconv chrono compare concepts condition_variable coroutine deque exception format functional future initializer_list
iomanip iostream iterator latch limits list map memory mutex new numeric optional queue random ranges semaphore set
shared_mutex span sstream stack stdexcept stop_token string string_view system_error thread tuple type_traits typeinfo
unordered_map unordered_set utility variant vector
""".split()

# Headers that no program of a learner includes, and what else comes with them.
LEFT_OUT = re.compile(r"^include/c\+\+/v1/(experimental|ext)/|/(kstat\.h|link\.h|elf\.h|netdb\.h|resolv\.h|stropts\.h)(/|$)")


def brought(header, clang, flags, known):
    """Which of the known headers come with this one."""
    out = subprocess.run([clang, *flags, "-M", "-x", "c++", "-"], input=f"#include <{header}>\n", capture_output=True,
                         text=True, check=True).stdout
    files = re.findall(r"[^\s\\]+", out)
    names = {re.sub(r".*/(?:override|v1|include)/", "", name) for name in files}
    return sorted(names & known - {header})


def packed(files):
    """The archive's bytes, of (path, bytes) in the order in which they shall lie."""
    index = json.dumps([[path, len(data)] for path, data in files], separators=(",", ":")).encode()
    out = bytearray(struct.pack("<I", len(index)) + index)
    for _, data in files:
        out += bytes(-len(out) % 8)
        out += data
    return bytes(out)


def main():
    sysroot, clang, archive, flags = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4:]
    ours = sorted(f"interleave/{path.name}" for path in (sysroot / "include/interleave").glob("*.hpp"))
    known = set(STANDARD) | set(ours)
    with ThreadPoolExecutor(2) as pool:
        included = dict(zip(STANDARD + ours, pool.map(lambda name: brought(name, clang, flags, known), STANDARD + ours)))
    files = [
        ("flags.txt", (sysroot / "flags.txt").read_bytes()),
        ("includes.json", json.dumps(included, separators=(",", ":")).encode()),
        ("standard.hpp", "".join(f"#include <{name}>\n" for name in STANDARD).encode()),
    ]
    for path in sorted(sysroot.rglob("*")):
        name = path.relative_to(sysroot).as_posix()
        if path.is_file() and name.startswith(("include/", "lib/")) and not LEFT_OUT.search(name):
            files.append((name, path.read_bytes()))
    archive.parent.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(packed(files))


main()
