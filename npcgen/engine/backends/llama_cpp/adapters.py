"""The LoRA adapters of one context: loaded with the model, one of them in use at a time."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import llama_cpp as lib

from npcgen.engine.adapters import AdapterFile
from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.model import LoadedModel
from npcgen.engine.base import AdapterInfo
from npcgen.errors import InternalError


@dataclass(frozen=True, slots=True)
class LoadedAdapter:
    """NOTE: freed with its model."""

    name: str
    sha256: str
    """What keys and values depend on: the same name may be another file tomorrow."""
    handle: Any


NO_ADAPTER = LoadedAdapter("", "", None)
"""The model as it is."""


class Adapters:
    """NOTE: `use` belongs to the thread that decodes."""

    def __init__(self, loaded: LoadedModel, files: Sequence[AdapterFile] = ()) -> None:
        """Loads what has no problem; one that llama.cpp refuses gets its reason as its problem."""
        self._context = loaded.context
        self._by_name = {"": NO_ADAPTER}
        self._infos = tuple(self._load(loaded.model, file).info for file in files)
        self._in_use = NO_ADAPTER

    @property
    def infos(self) -> tuple[AdapterInfo, ...]:
        return self._infos

    def get(self, name: str) -> LoadedAdapter:
        """The adapter of a name that `check_adapter` let through; "" for none."""
        return self._by_name[name]

    def use(self, adapter: LoadedAdapter) -> None:
        """Every decode from now on is through this adapter. Raises InternalError.

        A change costs more than the call: the next decode plans its work anew.
        """
        if adapter is self._in_use:
            return
        handles = [adapter.handle] if adapter.handle else []
        count = len(handles)
        code = lib.llama_set_adapters_lora(
            self._context,
            (lib.llama_adapter_lora_p_ctypes * count)(*handles) if count else None,
            count,
            (ctypes.c_float * count)(*([1.0] * count)) if count else None,
        )
        if code != 0:
            raise InternalError(f"llama_set_adapters_lora returned {code}: {llama_log().why()}")
        self._in_use = adapter

    def _load(self, model: Any, file: AdapterFile) -> AdapterFile:
        if file.problem:
            return file
        llama_log().forget()
        handle = lib.llama_adapter_lora_init(model, str(file.path).encode())
        if not handle:
            return replace(file, problem=f"{file.path.name} can't be loaded: {llama_log().why()}")
        self._by_name[file.name] = LoadedAdapter(file.name, file.sha256, handle)
        return file
