"""A driver that is wrong in one way, to see that the runner notices: `wrong_driver.py MISTAKE`."""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from clients.conformance.reference import Call, Say

Answer = dict[str, Any]


def swallowing(say: Say) -> Say:
    """Every failure is a success."""
    return lambda answer: say({**answer, "done": {"ok": True}} if "done" in answer else answer)


def forgetting(say: Say) -> Say:
    """The second event of a stream is lost."""

    def tell(answer: Answer) -> None:
        if answer.get("event", {}).get("sequence") != 1:
            say(answer)

    return tell


def buffering(say: Say) -> Say:
    """Nothing is handed on before the end."""
    kept: list[Answer] = []

    def tell(answer: Answer) -> None:
        kept.append(answer)
        if "done" in answer:
            for each in kept:
                say(each)

    return tell


def garbling(say: Say) -> Say:
    """Text loses what isn't ASCII."""

    def tell(answer: Answer) -> None:
        text = json.dumps(answer, ensure_ascii=False).encode("ascii", "replace").decode()
        say(json.loads(text))

    return tell


def ending(say: Say) -> Say:
    """The driver ends instead."""
    sys.stderr.write("nothing more to say")
    sys.stderr.flush()
    os._exit(1)


MISTAKES: dict[str, Callable[[Say], Say]] = {
    each.__name__: each for each in (swallowing, forgetting, buffering, garbling, ending)
}


def main() -> None:
    def say(answer: Answer) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "quit":
            return
        call = Call(order, MISTAKES[sys.argv[1]](say))
        threading.Thread(target=call.run, daemon=True).start()


if __name__ == "__main__":
    main()
