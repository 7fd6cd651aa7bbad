"""A signer of our own, and C2PA's reader, which judges what was signed."""

import datetime
import io
import json
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from worldgen.textures.packs.signing import Credential

c2pa = pytest.importorskip("c2pa")


def name(text: str) -> x509.Name:
    parts = {NameOID.ORGANIZATION_NAME: "Studio", NameOID.COMMON_NAME: text}
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts.items()])


def usage(*allowed: str) -> x509.KeyUsage:
    kinds = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
    kinds += ("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{kind: kind in allowed for kind in kinds})


def begun(who: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder(name("Root"), name(who), key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def new_credential() -> Credential:
    """A root of our own, and a certificate that it vouches for."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = begun("Root", root_key).add_extension(x509.BasicConstraints(True, None), True)
    root = root.add_extension(usage("key_cert_sign", "crl_sign"), True)
    leaf = begun("Signer", key).add_extension(x509.BasicConstraints(False, None), True)
    leaf = leaf.add_extension(usage("digital_signature"), True)
    mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    leaf = leaf.add_extension(mail, False).add_extension(issuer, False)
    pem = serialization.Encoding.PEM
    chain = [each.sign(root_key, hashes.SHA256()).public_bytes(pem) for each in (leaf, root)]
    plain = serialization.NoEncryption()
    return Credential(
        b"".join(chain), key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )


def states(picture: bytes) -> tuple[dict[str, Any], set[str]]:
    """The manifest, and the codes of what failed."""
    with c2pa.Reader("image/png", io.BytesIO(picture)) as reader:
        read = json.loads(reader.json())
    failed = read["validation_results"]["activeManifest"]["failure"]
    return read["manifests"][read["active_manifest"]], {each["code"] for each in failed}
