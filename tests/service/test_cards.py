"""Character cards over native gRPC and Connect, with hostile bytes too."""

import base64
import json
from pathlib import Path

import grpc
import httpx
import pytest

from bench.card_samples import V2, V3, picture, text_chunk
from npcgen.errors import InvalidArgument, NotFound, Overloaded
from npcgen.v1 import persona_pb2 as pb
from npcgen.v1.persona_pb2_grpc import PersonaServiceStub
from tests.service.conftest import Serve
from tests.service.native import failure_of
from tests.service.wire import END_OF_STREAM, PERSONA, STREAM_JSON, envelope, envelopes, post

KIB_256 = 256 * 1024


async def test_a_large_card_comes_in_pieces_of_256_kib(serve: Serve) -> None:
    noise = picture(text_chunk("chara", V2), b"\0\x0a\0\0prVt" + bytes(655_360) + b"\0\0\0\0")
    async with grpc.aio.insecure_channel((await serve()).grpc) as channel:
        stub = PersonaServiceStub(channel)
        await stub.ImportCard(pb.ImportCardRequest(card=noise, id="large"))
        request = pb.ExportCardRequest(id="large", format=pb.CARD_FORMAT_PNG)
        pieces = [response.data async for response in stub.ExportCard(request)]
    assert [len(piece) for piece in pieces[:2]] == [KIB_256, KIB_256]
    assert 0 < len(pieces[2]) < KIB_256
    assert len(pieces) == 3


async def test_connect_in_json_imports_and_exports(serve: Serve) -> None:
    async with httpx.AsyncClient(base_url=(await serve()).http) as client:
        card = base64.b64encode(json.dumps(V3).encode()).decode()
        reply = (await post(client, PERSONA + "ImportCard", {"card": card, "id": "wenna"})).json()
        asked = envelope(json.dumps({"id": "wenna"}).encode())
        answer = await client.post(PERSONA + "ExportCard", content=asked, headers=STREAM_JSON)
    assert (reply["persona"]["name"], reply["loreEntries"]) == ("Wenna", 2)
    (flags, data), (end, _) = envelopes(answer.content)
    assert (flags, end) == (0, END_OF_STREAM)
    assert json.loads(base64.b64decode(json.loads(data)["data"])) == V3


@pytest.mark.parametrize(
    ("request_", "kind", "text"),
    [
        (pb.ImportCardRequest(), InvalidArgument, "card: is no card"),
        (pb.ImportCardRequest(card=b"\x89PNG\r\n\x1a\n"), InvalidArgument, "card: is cut short"),
        (
            pb.ImportCardRequest(card=json.dumps(V2).encode(), id="../x"),
            InvalidArgument,
            "card.id: '../x' doesn't match",
        ),
        (pb.ImportCardRequest(card=bytes(2_000_000)), Overloaded, "the request has 2000004 bytes"),
    ],
)
async def test_what_cannot_be_imported_says_why(
    serve: Serve, tmp_path: Path, request_: pb.ImportCardRequest, kind: type, text: str
) -> None:
    async with grpc.aio.insecure_channel((await serve()).grpc) as channel:
        _, error = await failure_of(PersonaServiceStub(channel).ImportCard(request_))
    assert isinstance(error, kind)
    assert error.message.startswith(text)
    assert not (tmp_path / "cards").exists()


async def test_exports_of_nobody_and_in_no_format_fail(serve: Serve) -> None:
    async with grpc.aio.insecure_channel((await serve()).grpc) as channel:
        stub = PersonaServiceStub(channel)
        for request, kind in (
            (pb.ExportCardRequest(id="nobody"), NotFound),
            (pb.ExportCardRequest(id="brannoch", format=9), InvalidArgument),  # type: ignore[arg-type]
        ):
            _, error = await failure_of(stub.ExportCard(request).read())
            assert isinstance(error, kind)
