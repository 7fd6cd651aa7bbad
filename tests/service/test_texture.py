"""TextureService on a real server, with real workers."""

import io

from PIL import Image

from npcgen.v1 import texture_pb2 as pb
from tests.service.conftest import Server
from tests.service.textures import MOSSY, files_of, made, texture_stub


async def test_a_texture_comes_with_a_preview_files_and_its_spec(levels: Server) -> None:
    request = pb.GenerateTextureRequest(
        spec=pb.TextureSpec(surface=MOSSY, width=512), previews=True, pack="godot"
    )
    async with texture_stub(levels) as stub:
        events = await made(stub.GenerateTexture(request))
    kinds = [event.WhichOneof("kind") for event in events]
    assert (kinds[0], kinds[-2:]) == ("progress", ["file", "completed"])
    assert kinds.index("preview") < kinds.index("file")
    assert [event.sequence for event in events] == list(range(len(events)))
    files, done = files_of(events), events[-1].completed
    assert next(iter(files)) == "castle_wall.tres"
    assert Image.open(io.BytesIO(files["castle_wall_orm.png"])).size == (512, 512)
    assert (done.spec.surface, done.spec.height, done.seed) == (MOSSY, 512, 3)
    assert done.params["stone"].string_value.startswith("#")
