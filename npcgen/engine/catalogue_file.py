"""Where a model of the catalogue lies, and what its file must be like to be taken."""

from npcgen.engine.catalogue import CatalogueModel
from npcgen.engine.downloads.addresses import checked_mirror, hub_address
from npcgen.engine.downloads.transfer import Wanted

_SLACK = 1.5
"""How much larger than the catalogue says a file may be, where it only knows about how large."""


def wanted_of(
    model: CatalogueModel, mirror: str, mirror_field: str, *, sha256: str = "", most_bytes: int = 0
) -> tuple[Wanted, str]:
    """The file, and what it is called wherever it comes from.

    `sha256` counts where the catalogue knows none; `most_bytes` 0 takes what the catalogue says.
    Raises InvalidArgument for a bad `mirror`, by the name of `mirror_field`.
    """
    checked = checked_mirror(mirror, mirror_field)
    address = hub_address(checked, model.repository, model.revision, model.file)
    wanted = Wanted(
        address,
        model.sha256 or sha256,
        size_bytes=model.size_bytes if model.sha256 else 0,
        most_bytes=most_bytes or round(model.size_bytes * _SLACK),
    )
    return wanted, f"{model.repository}/{model.revision}/{model.file}"
