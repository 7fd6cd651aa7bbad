"""`npcgen bench`: how a model does here in a game's scenes, and the settings that suit it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from npcgen.benchmark.measure import measure
from npcgen.benchmark.report import READING_TOKENS_PER_S, Compared, Report, Waits
from npcgen.commands.options import DataDir, Json, ModelName, settings_with
from npcgen.errors import ConfigError
from npcgen.terminal import notes, output, plain, print_columns, print_json

ModelFile = Annotated[
    str | None,
    typer.Argument(metavar="[NAME|FILE]", help="The same as --model.", show_default=False),
]
Compare = Annotated[
    bool, typer.Option("--compare", help="Try every KV mode, with flash attention and without.")
]


def bench(
    file: ModelFile = None,
    data_dir: DataDir = None,
    model: ModelName = None,
    compare: Compare = False,
    json: Json = False,
) -> None:
    """Measure a model on this machine and say which settings suit it.

    Takes half a minute for a small model. Nothing else should run meanwhile.
    """
    if file and model:
        raise ConfigError(f"two models were given, {file!r} and {model!r}; give one")
    settings = settings_with(data_dir=data_dir, model=file or model, backend="llama_cpp")
    console = notes()
    with console.status("loading") as status:

        def progress(text: str) -> None:
            status.update(plain(f"measuring: {text}"))
            if not console.is_terminal:
                console.print(plain(f"measuring: {text}"))

        report = measure(settings, progress, compare=compare)
    if json:
        print_json({**asdict(report), "best": asdict(report.best), "slots": report.slots})
    else:
        _show(report)


def _show(report: Report) -> None:
    console = output()
    console.print(plain(f"{report.model}: {report.chosen}"))
    print_columns(console, [("what", "measured"), *_rows(report)])
    for line in _advice(report):
        console.print(plain(line))


def _rows(report: Report) -> Iterator[tuple[str, str]]:
    sizes, street = report.sizes, report.street
    prompt = sizes.world + sizes.persona + sizes.line
    yield "one alone", f"{report.alone_tokens_per_s:.1f} tokens/s"
    yield f"8 at once, never met ({prompt} tokens, {sizes.world} shared)", _waits(report.cold)
    yield f"8 at once, met before ({sizes.line} new tokens)", _waits(report.warm)
    yield "one who was never met", f"first token {_ms(street.cold)}"
    yield "one who is met again", f"first token {_ms(street.resident)}"
    yield "the same, parked meanwhile", f"first token {_ms(street.returning)}"
    yield f"7 speak, {sizes.newcomer} tokens come in", _newcomer(report)
    yield "after a restart, parked on disk", f"{report.recomputed:.0%} of the prompt computed again"
    for each in report.fluency[1:]:
        yield f"each of {each.at_once} who speak", f"{each.tokens_per_s:.1f} tokens/s"
    for tried in report.compared:
        yield from _compared(tried)


def _waits(waits: Waits) -> str:
    return (
        f"{waits.tokens_per_s:.1f} tokens/s, first token {waits.median_ms:.0f} ms, "
        f"{waits.largest_ms:.0f} at most"
    )


def _newcomer(report: Report) -> str:
    newcomer = report.newcomer
    if newcomer is None:
        return "replies are too short to tell"
    return (
        f"they wait {_ms(newcomer.high_gap)} and not {_ms(newcomer.usual_gap)} for a token "
        f"({newcomer.high_gap / newcomer.usual_gap:.1f}x), it {_ms(newcomer.prefill)} for its first"
    )


def _compared(tried: Compared) -> Iterator[tuple[str, str]]:
    chosen = tried.chosen
    mode = f"threads {chosen.threads}, {chosen.kv_mode}, flash {chosen.flash_attention}"
    yield f"8, never met: {mode}", _waits(tried.cold)
    yield f"8, met before: {mode}", _waits(tried.warm)


def _advice(report: Report) -> Iterator[str]:
    best = report.best
    yield (
        f"Fastest here: NPCGEN_THREADS={best.threads} NPCGEN_KV_MODE={best.kv_mode} "
        f"NPCGEN_FLASH_ATTENTION={best.flash_attention}"
        + (", which a server takes by itself." if best == report.chosen else ".")
    )
    if report.slots:
        yield (
            f"NPCGEN_SLOTS={report.slots}: so many can speak at once as fast as people read "
            f"({READING_TOKENS_PER_S:.0f} tokens/s each)."
        )
    else:
        yield (
            f"Too slow here: one alone stays below the {READING_TOKENS_PER_S:.0f} tokens/s at "
            "which people read; take a smaller model or a GPU."
        )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.1f} ms"
