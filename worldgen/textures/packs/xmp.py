"""What a picture says about where it comes from, as XMP.

Sources: ISO 16684-1; IPTC Photo Metadata Standard, "Digital Source Type".
"""

from xml.sax.saxutils import quoteattr

from worldgen.provenance import Provenance

_NAMESPACES = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "npcgen": "https://npcgen.dev/ns/1.0/",
}


def xmp_packet(provenance: Provenance) -> bytes:
    """An XMP packet in UTF-8: source type, generator, version, seed, hashes of recipe and maps."""
    said = {
        "xmp:CreatorTool": f"{provenance.generator} {provenance.version}",
        "Iptc4xmpExt:DigitalSourceType": provenance.digital_source_type,
        "npcgen:generator": provenance.generator,
        "npcgen:version": provenance.version,
        "npcgen:seed": str(provenance.seed),
        "npcgen:recipe": provenance.spec_sha256,
        "npcgen:content": provenance.content_sha256,
    }
    names = "".join(f' xmlns:{short}="{uri}"' for short, uri in _NAMESPACES.items())
    values = "".join(f"\n   {name}={quoteattr(value)}" for name, value in said.items())
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'  <rdf:Description rdf:about=""{names}{values}/>\n'
        " </rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    return text.encode()
