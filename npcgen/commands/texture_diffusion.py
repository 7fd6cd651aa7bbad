"""`npcgen texture WORDS --diffusion DIR`: a diffusion model of the user's paints, in a child.

The model's memory ends with the child, and Ctrl-C ends it in the midst of a step.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator
from typing import Any, get_args

from npcgen.commands.files import bytes_of
from npcgen.commands.texture_files import check_new, packing_of, spec_text
from npcgen.commands.texture_options import Asked, Diffusing, FromPicture, Saving
from npcgen.commands.texture_shown import watched
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from npcgen.workers.job import Done, Job, Stepped
from npcgen.workers.worker import Worker
from worldgen.documents import read_mapping
from worldgen.textures.diffusion import DiffusionSpec, Loading, read_diffusion_spec
from worldgen.textures.diffusion.options import Device, Precision
from worldgen.textures.making.packing import Making
from worldgen.textures.making.painting import STEM
from worldgen.textures.making.told import Made

_JOB = ("worldgen.textures.making.painting", "painting_alone")


def painted(asked: Asked, diffusing: Diffusing, picture: FromPicture, saving: Saving) -> Made:
    """Raises InvalidArgument, AlreadyExists, DeadlineExceeded, and Unavailable where the child was
    ended from outside."""
    spec, loading = _spec(asked, diffusing, picture), _loading(diffusing)
    check_new(saving, saving.stem or STEM)
    return watched(_in_child(Job(*_JOB, (diffusing.folder, loading, spec, packing_of(saving)))))


def _spec(asked: Asked, diffusing: Diffusing, picture: FromPicture) -> DiffusionSpec:
    """Options win over the file."""
    with told_as_ours():
        written = read_mapping(spec_text(asked.spec_file), "spec") if asked.spec_file else {}
        given = asked.fields()
        given.update(given.pop("params", {}))
        if asked.words:
            given["prompt"] = asked.words
        if "size" in given:
            written = {name: value for name, value in written.items() if name not in _SIDES}
        files = {"image": picture.file, "mask": diffusing.mask}
        for name, path in files.items():
            if path is not None:
                option = "--mask" if name == "mask" else "--from-picture"
                given[name] = b64encode(bytes_of(path, option))
        return read_diffusion_spec({**written, **given})


_SIDES = ("size", "width", "height")


def _loading(diffusing: Diffusing) -> Loading:
    for option, value, known in (
        ("--device", diffusing.device, Device),
        ("--precision", diffusing.precision, Precision),
    ):
        if value not in get_args(known):
            found = f"there is no {value!r:.40}; there are: {', '.join(get_args(known))}"
            raise InvalidArgument.at(option, found)
    return Loading(
        device=diffusing.device,  # type: ignore[arg-type]
        precision=diffusing.precision,  # type: ignore[arg-type]
        loras=tuple(diffusing.loras),
        safety="off" if diffusing.unchecked else "folder",
    )


def _in_child(job: Job) -> Making:
    """What the job yields and returns, in a process that ends with it."""
    worker = Worker(())
    with asyncio.Runner() as runner:
        answers = worker.stream(job)
        try:
            while True:
                answer = runner.run(_next(answers))
                if isinstance(answer, Done):
                    made: Made = answer.result
                    return made
                yield answer.step
        finally:
            runner.run(_end(answers, worker))


async def _next(answers: AsyncGenerator[Stepped | Done, None]) -> Stepped | Done:
    return await anext(answers)


async def _end(answers: AsyncGenerator[Any, None], worker: Worker) -> None:
    await answers.aclose()
    await worker.close()
