"""Pictures signed as C2PA asks, with a certificate of the user's: who made them can be proven.

Needs the `[c2pa]` extra. Source: https://spec.c2pa.org/specifications/specifications/2.2/
"""

import io
import json
from dataclasses import dataclass, field
from typing import Literal

from worldgen.errors import InvalidSpec
from worldgen.textures.packs.content import Content

Algorithm = Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"]


@dataclass(frozen=True, slots=True)
class Credential:
    """What is signed with; `private_key` is shown by nothing."""

    certificates: bytes
    """PEM: the signer's certificate first, then those that vouch for it."""
    private_key: bytes = field(repr=False)
    """PEM, PKCS 8."""
    algorithm: Algorithm = "es256"


def signed(files: dict[str, bytes], content: Content, credential: Credential) -> dict[str, bytes]:
    """The same files, each PNG with a signed manifest: created, by which kind of source, by what.

    Other files stay as they are. No time stamp is asked for, which would need the network. Raises
    InvalidSpec where the extra isn't installed, and for a certificate or key that can't sign.
    """
    _library()
    return {
        name: _signed(name, data, content, credential) if name.endswith(".png") else data
        for name, data in files.items()
    }


def _library() -> None:
    try:
        import c2pa  # noqa: F401
    except ImportError as error:
        raise InvalidSpec.at(
            "credential", "signing needs the extra `c2pa`: pip install 'npcgen[c2pa]'"
        ) from error


def _signed(name: str, data: bytes, content: Content, credential: Credential) -> bytes:
    import c2pa

    content.clock.check(f"signing {name}")
    algorithm = c2pa.C2paSigningAlg[credential.algorithm.upper()]
    written = io.BytesIO()
    try:
        said = c2pa.C2paSignerInfo(
            alg=algorithm,
            sign_cert=credential.certificates,
            private_key=credential.private_key,
            ta_url=None,
        )
        plain = c2pa.Context.from_dict({"builder": {"thumbnail": {"enabled": False}}})
        with (
            c2pa.Signer.from_info(said) as signer,
            c2pa.Builder(json.dumps(_manifest(name, content)), plain) as builder,
        ):
            builder.sign(signer, "image/png", io.BytesIO(data), written)
    except c2pa.C2paError as error:
        raise InvalidSpec.at(
            "credential",
            f"{credential.algorithm} can't sign with this certificate and key ({error}); give the "
            "whole chain as PEM, signer first, and its key as PKCS 8",
        ) from error
    return written.getvalue()


def _manifest(name: str, content: Content) -> dict[str, object]:
    source = content.provenance
    created = {"action": "c2pa.created", "digitalSourceType": source.digital_source_type}
    return {
        "claim_generator_info": [{"name": source.generator, "version": source.version}],
        "title": name,
        "format": "image/png",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [created]}}],
    }
