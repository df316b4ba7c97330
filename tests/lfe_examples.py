#!/usr/bin/env python3
"""Runs the examples of an LFE clone with Alate and says how many of them do what they do in LFE.

    tests/lfe_examples.py CLONE [--alate PATH] [--only NAME] [--record]

Beside this file, in lfe_examples/, NAME.session holds the lines that are typed into the shell, in a
copy of the clone's folder examples/, and NAME.out what LFE 2.2.1 on Erlang/OTP 25 answers to them.
The two scripts are started with each of their arguments below instead. With --record the clone's own
(built) LFE is run and its answers are written. What names an identity (a process, a function, a
reference) is left out of the comparison.

One line for each example: `ok`, `differs` with the first line that does, or `cannot` with the reason.
What an example lacks (a module that Alate has not) is read off `alate check`.
The exit status is 0 if none differs.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RECORDED = HERE / "lfe_examples"
SECONDS = 60

# Arguments of each run of a script.
SCRIPTS = {
    "sample-lfescript": [["12"], [], ["x"]],
    "sample-lfe-shellscript": [["12"], [], ["x"]],
}


# Examples in which several processes print at once.
ANY_ORDER = {"messenger", "messenger-back", "simple-erl-exercises"}


def normal(text):
    """The text without prompts, banner, warnings, traces, identities and blank ends."""
    text = text.replace("lfe> ", "")
    text = re.sub(r"#(Pid|Fun|Ref|Port)<[^>]*>", r"#\1<>", text)
    text = re.sub(r"<\d+\.\d+\.\d+>", "<>", text)
    lines = [line.rstrip() for line in text.splitlines()]
    left_out = re.compile(r"Alate: |Logger - |  in |.*[Ww]arning: ")
    lines = [line for line in lines if line and not left_out.match(line)]
    # What LFE answers to the `(exit)` at the end, if it comes to print it.
    while lines and lines[-1] == "ok":
        lines.pop()
    return lines


def run(command, folder, lines=""):
    """Standard output and error of a command, with a line at the end where it took too long."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=lines.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
        )
        return done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        return (late.output or b"").decode(errors="replace") + "\n(too slow)", 1


def erlang(clone, call, *arguments):
    """A command that makes a call in LFE."""
    evaluate = f"{call}, init:stop()."
    ebin = str(clone / "ebin")
    quiet = ["-kernel", "logger_level", "none"]
    return ["erl", "-noshell", *quiet, "-pa", ebin, "-eval", evaluate, "-extra", *arguments]


def answers(name, clone, folder, alate):
    """What an example answers, with Alate or, without its path, with the clone's LFE."""
    if name in SCRIPTS:
        text = ""
        for arguments in SCRIPTS[name]:
            if alate:
                command = [alate, name, *arguments]
            elif name == "sample-lfescript":
                command = erlang(clone, "lfescript:start()", name, *arguments)
            else:
                words = ",".join(f'"{word}"' for word in arguments)
                command = erlang(clone, f'lfe_shell:run_script("{name}", [{words}])')
            text += run(command, folder)[0] + "\n"
        return normal(text)
    lines = (RECORDED / f"{name}.session").read_text() + "(exit)\n"
    command = [alate, "repl"] if alate else erlang(clone, "lfe_shell:server()")
    return normal(run(command, folder, lines)[0])


def verdict(name, clone, folder, alate):
    """`ok`, `differs` or `cannot`, and why."""
    file = name if name in SCRIPTS else f"{name}.lfe"
    if name not in SCRIPTS:
        text, status = run([alate, "check", "--short", file], folder)
        if status != 0:
            return "differs", f"alate check: {text.strip().splitlines()[0]}"
        lacks = sorted(set(re.findall(r"module (\S+) is not in the program", text)))
        if lacks:
            return "cannot", f"needs {', '.join(lacks)}"
    expected = RECORDED / f"{name}.out"
    if not expected.exists():
        return "cannot", "nothing is recorded for it"
    expected = expected.read_text().splitlines()
    found = answers(name, clone, folder, alate)
    if name in ANY_ORDER:
        # Processes print beside the shell: which comes first, neither system promises.
        expected, found = sorted(expected), sorted(found)
    for number, line in enumerate(expected + ["(the end)"]):
        other = (found + ["(the end)"])[number] if number <= len(found) else "nothing"
        if line != other:
            return "differs", f"line {number + 1}: {other!r} instead of {line!r}"
    if len(found) > len(expected):
        return "differs", f"more: {found[len(expected)]!r}"
    return "ok", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clone", type=pathlib.Path)
    parser.add_argument("--alate", default=str(HERE.parent / "target/release/alate"))
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    clone = options.clone.resolve()
    alate = os.path.abspath(options.alate)
    examples = clone / "examples"
    names = sorted({path.name.removesuffix(".lfe") for path in examples.iterdir()})
    names = [name for name in names if options.only in name]
    counts = {"ok": 0, "differs": 0, "cannot": 0}
    for name in names:
        with tempfile.TemporaryDirectory() as work:
            folder = pathlib.Path(work) / "examples"
            shutil.copytree(examples, folder)
            if options.record:
                lines = answers(name, clone, folder, None)
                (RECORDED / f"{name}.out").write_text("".join(f"{line}\n" for line in lines))
                continue
            word, reason = verdict(name, clone, folder, alate)
            counts[word] += 1
            print(f"{name:24} {word:8} {reason}".rstrip(), flush=True)
    if not options.record:
        print(f"{counts['ok']} of {len(names)}")
    sys.exit(1 if counts["differs"] else 0)


if __name__ == "__main__":
    main()
