"""What `import npcgen` gives."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import npcgen


def test_importing_npcgen_loads_no_grpc() -> None:
    script = "import sys, npcgen; sys.exit('grpc' in sys.modules or 'pydantic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_stub_has_every_name() -> None:
    stub = Path(npcgen.__file__).with_suffix(".pyi").read_text()
    names = re.findall(r" as (\w+)$", stub, flags=re.MULTILINE)

    public: list[str] = vars(npcgen)["__all__"]

    assert sorted([*names, "__version__"]) == sorted(public)
    for name in public:
        assert getattr(npcgen, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Klient'"):
        getattr(npcgen, "Klient")  # noqa: B009
