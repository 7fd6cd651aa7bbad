"""`npcgen bench`: how fast a model is here, and the settings that suit it."""

from collections.abc import Sequence
from dataclasses import asdict

from npcgen.benchmark import Measured, Report, measure
from npcgen.commands.options import DataDir, Json, ModelName, settings_with
from npcgen.terminal import notes, output, plain, print_columns, print_json

_HEADINGS = (
    "threads", "KV", "flash", "at once", "tokens/s", "each", "cold ms", "warm ms"
)  # fmt: skip


def bench(data_dir: DataDir = None, model: ModelName = None, json: Json = False) -> None:
    """Measure a model on this machine and say which settings suit it.

    Takes a minute or two for a small model. Nothing else should run meanwhile.
    """
    settings = settings_with(data_dir=data_dir, model=model, backend="llama_cpp")
    console = notes()
    with console.status("loading") as status:

        def progress(text: str) -> None:
            status.update(plain(f"measuring: {text}"))
            if not console.is_terminal:
                console.print(plain(f"measuring: {text}"))

        report = measure(settings, progress)
    if json:
        print_json(asdict(report))
    else:
        _show(report)


def _show(report: Report) -> None:
    rows = [_row(measured) for measured in (*report.modes, *report.crowds)]
    print_columns(output(), [_HEADINGS, *rows])
    best = report.best
    output().print(
        plain(
            f"Fastest here: NPCGEN_THREADS={best.threads} NPCGEN_KV_MODE={best.kv_mode} "
            f"NPCGEN_FLASH_ATTENTION={best.flash_attention}. "
            f"NPCGEN_SLOTS={report.slots}: so many can speak at once as fast as people read."
        )
    )


def _row(measured: Measured) -> Sequence[str]:
    mode = measured.mode
    return (
        str(mode.threads),
        mode.kv_mode,
        mode.flash_attention,
        str(measured.sequences),
        f"{measured.tokens_per_s:.1f}",
        f"{measured.tokens_per_s / measured.sequences:.1f}",
        f"{measured.cold_ms:.0f}",
        f"{measured.warm_ms:.0f}",
    )
