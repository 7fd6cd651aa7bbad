"""Every setting, read once and passed down. The only module that reads the environment.

Each field is also an environment variable with the prefix NPCGEN_ (`NPCGEN_HTTP_PORT=8081`).
"""

import difflib
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from npcgen.errors import ConfigError

BackendName = Literal["llama_cpp", "openai", "scripted", "transformers"]
KvModeSetting = Literal["auto", "split", "unified"]
FlashAttentionSetting = Literal["auto", "off", "on"]


PREFIX = "NPCGEN_"
Source = Literal["default", "environment", "flag"]


class Settings(BaseSettings):
    """What a server process is made of. Frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    host: str = "127.0.0.1"
    grpc_port: int = Field(default=50051, ge=0, le=65535)
    """0 picks a free port and prints it."""
    http_port: int = Field(default=8080, ge=0, le=65535)
    """0 picks a free port and prints it."""
    preview: bool = True
    """Whether browsers find the designer's room at the HTTP port, where npcgen[preview] is."""
    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("npcgen")))

    database_url: str = Field(default="", repr=False)
    """Where conversations are kept; empty for a file of SQLite in the data folder. For PostgreSQL:
    postgresql+pg8000://USER:PASSWORD@HOST/NAME, with npcgen[postgres] installed.
    """

    backend: BackendName = "llama_cpp"
    model: str = "pocket"
    """A name in the catalogue, or the path of a GGUF file; for the transformers backend that of a
    folder.
    """
    model_mirror: str = "https://huggingface.co"
    """Where `npcgen models pull` gets models: that hub, or one with the same paths."""
    model_pulls: Literal["auto", "on", "off"] = "auto"
    """Whether callers may have the server pull models of the catalogue; auto lets them where only
    this machine can call.
    """
    embedding_model: str = ""
    """What finds lore and memories: a name in the catalogue, or the path of a GGUF file. Empty
    takes the chat model itself. For the openai backend: as that server calls it; empty for none.
    """
    also_load: tuple[str, ...] = ()
    """Names in the catalogue: models that are loaded beside that one when the server starts."""
    context_tokens: int = Field(default=0, ge=0)
    """Tokens of context; 0 takes what the model was trained with, at most 8192. For the openai
    backend: what the server has, at most 8192.
    """
    threads: int = Field(default=0, ge=0)
    """Threads for decoding; 0 measures it when a model is first loaded."""
    n_gpu_layers: int = Field(default=0, ge=-1)
    """Layers on the GPU; -1 for all. Needs a llama-cpp-python built for that GPU."""

    mmap: bool = True
    """Whether a GGUF file's weights are mapped, which is quick and shared by processes. False reads
    them into memory of their own: then even a file that is written over while it is in use
    does no harm.
    """

    kv_mode: KvModeSetting = "auto"
    """Keys and values of each slot apart, or of all in one pool; auto measures which is faster."""
    flash_attention: FlashAttentionSetting = "auto"
    """auto measures it."""
    kv_type: Literal["f16", "q8_0"] = "f16"
    """q8_0 saves a quarter of the slots' memory, with flash_attention on nearly half; there it
    doubles the time of long prompts on a CPU.
    """
    batch_tokens: int = Field(default=0, ge=0, le=2048)
    """Most tokens of prompts that a step computes; 0 measures it."""
    deterministic: bool = False
    """Whether the same seed gives the same tokens whoever else speaks, on any day, on this machine.
    Replies are then computed one by one, which took a quarter to two fifths of the pace of eight.
    """

    slots: int = Field(default=0, ge=0, le=256)
    """Replies that are generated at once, each with a context of its own; 0 takes as many as fit
    a quarter of the free memory, at most 16. For the openai backend: requests to the server at
    once; 0 takes 8.
    """
    memory_budget_mib: int = Field(default=0, ge=0)
    """Memory for all GGUF models together, their caches included; a model that needs more isn't
    loaded. 0 takes 80 % of what is available at the moment.
    """
    parked_memory_mib: int = Field(default=256, ge=0)
    """Memory for conversations that no slot has room for."""
    parked_disk_mib: int = Field(default=0, ge=0)
    """Disk for them, in the data folder. What players said is in there, so it is off (0) unless
    asked for.
    """
    max_tokens_per_s: float = Field(default=0.0, ge=0)
    """Of all replies together; 0 for no limit. A game beside the server keeps its frames."""
    cpu_share: float = Field(default=1.0, ge=0.01, le=1)
    """The share of the time that decoding may work."""
    queue_limit: int = Field(default=64, ge=1)
    """Replies that may wait for a slot before new ones are refused."""
    max_tokens: int = Field(default=128, ge=1, le=4096)
    """Tokens of a reply when the call names no limit."""
    reply_timeout_s: float = Field(default=60.0, gt=0, le=600)
    """Seconds for a reply when the call names no limit."""
    fallback_lines: bool = True
    """Whether a persona says an authored line where no model can speak in time, instead of an
    error, when the call doesn't say.
    """
    tier: Literal["everyone", "teen", "mature"] = "teen"
    """Whom the guardrails are set for."""
    audit: bool = True
    """Whether what guardrails catch and what players report is logged in the data folder."""
    audit_text: bool = False
    """Whether that log keeps the words too; else only a salted hash of them."""
    lore_budget_tokens: int = Field(default=200, ge=0, le=2_000)
    """Tokens of a prompt, about, for what an NPC's world brings to its mind; open secrets have as
    many.
    """
    lore_embeddings: bool = False
    """Whether lore is found by meaning too, with the default model's embeddings: a line then waits
    for its own, some 50 to 300 ms on a CPU.
    """
    memory: bool = True
    """Whether NPCs remember what players told them, across conversations."""
    memory_embeddings: bool = False
    """Whether memories are found by meaning too; a line then waits as with `lore_embeddings`."""
    memory_idle_s: float = Field(default=60.0, gt=0)
    """Seconds of silence after which a conversation is summarised."""
    feelings: bool = True
    """Whether what players say and do moves how NPCs feel about them."""
    feelings_from_model: bool = False
    """Whether a model of a billion parameters or more is asked after each turn what it does to the
    NPC: a small nudge, which costs the time of a short reply.
    """
    game_time_scale: float = Field(default=1.0, ge=0)
    """Seconds that pass in the game in one second: how fast memories and feelings fade; 0 and
    nothing does.
    """
    action_gate: Literal["auto", "on", "off"] = "auto"
    """Whether an NPC acts only where the words of the exchange speak of the action. auto asks it
    of models with less than a billion weights, which choose at random otherwise.
    """
    max_conversations: int = Field(default=100_000, ge=1)
    """Kept at once. Where a new one has no room, those go in which nobody spoke for a day."""
    generation_workers: int = Field(default=1, ge=0, le=64)
    """Processes that make levels beside the server, each with some 200 MiB; 0 makes none."""
    drain_timeout_s: float = Field(default=30.0, ge=0)
    """Seconds that replies in flight get to finish after SIGTERM."""
    heartbeat_s: float = Field(default=15.0, ge=0)
    """Seconds of silence after which a stream over HTTP carries a message without an event, so that
    no proxy or engine takes it for dead; 0 sends none. Native gRPC has pings of its own.
    """
    max_message_bytes: int = Field(default=1024 * 1024, ge=1024)

    api_keys: tuple[str, ...] = Field(default=(), repr=False)
    """Keys a client may send as `authorization: Bearer KEY`. Empty: none is asked for."""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    allowed_hosts: tuple[str, ...] = ()
    """Host names besides loopback that the HTTP port answers to."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins besides loopback that may call the HTTP port."""

    openai_url: str = ""
    """The base of an OpenAI-compatible API, such as http://127.0.0.1:8000/v1. Several, with commas
    between them, share the replies: servers of the same model.
    """
    openai_model: str = ""
    """As that server calls it; empty takes the only one it has."""
    openai_key: SecretStr = SecretStr("")
    """Sent to that server as a bearer token."""
    openai_extensions: bool = True
    """Whether it takes top_k, min_p and a repeat penalty, as vLLM, SGLang and llama.cpp do."""
    openai_any_model: bool = False
    """Whether it may answer under another model's name, as gateways and aliases do."""
    openai_retries: int = Field(default=4, ge=0, le=4)
    """How often a request is tried again there, after 0.25, 0.5, 1 and 2 s, while nothing was
    said. Where several servers share the replies, the next one is asked instead.
    """
    openai_first_token_s: float = Field(default=60.0, gt=0, le=600)
    """Seconds it may take to begin a reply."""
    openai_between_tokens_s: float = Field(default=20.0, gt=0, le=600)
    """Seconds it may be silent in the middle of one."""

    torch_device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where the transformers backend computes; auto is cuda where there is one."""
    torch_quantisation: Literal["auto", "none", "bf16", "int8", "nf4"] = "auto"
    """For the transformers backend. none is float32; auto is int8 on a CPU and bf16 on a GPU."""

    scripted_tokens_per_s: float = Field(default=100.0, gt=0)
    """The pace of the scripted backend."""
    scripted_slots: int = Field(default=64, ge=1)

    @field_validator("api_keys")
    @classmethod
    def _stripped(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        """NOTE: ConfigError and not ValueError, whose text would hold the other keys."""
        stripped = tuple(key.strip() for key in keys)
        if not all(stripped):
            raise ConfigError(
                'NPCGEN_API_KEYS has an empty key; give each one a text, ["A-KEY"], or unset it',
                reason="EMPTY_KEY",
            )
        return stripped

    @cached_property
    def openai_urls(self) -> tuple[str, ...]:
        """Each of `openai_url`; one that is empty when there is none."""
        urls = tuple(filter(None, (url.strip() for url in self.openai_url.split(","))))
        return urls or ("",)

    @cached_property
    def persona_dir(self) -> Path:
        """Where personas that clients create are kept."""
        return self.data_dir / "personas"

    @cached_property
    def card_dir(self) -> Path:
        """Where the character cards that personas were made of are kept."""
        return self.data_dir / "cards"

    @cached_property
    def preview_dir(self) -> Path:
        """What the designer's room keeps for its browsers."""
        return self.data_dir / "preview"

    @cached_property
    def store_file(self) -> Path:
        """Where conversations and memories are kept, unless `database_url` says otherwise."""
        return self.data_dir / "npcgen.db"

    @cached_property
    def audit_dir(self) -> Path:
        """Where the log of what guardrails caught is kept."""
        return self.data_dir / "audit"

    @cached_property
    def model_dir(self) -> Path:
        """Where models that were pulled or imported are kept."""
        return self.data_dir / "models"

    @cached_property
    def adapter_dir(self) -> Path:
        """Where LoRA adapters are, for personas to name."""
        return self.data_dir / "adapters"

    @cached_property
    def parked_dir(self) -> Path:
        """Where computed conversations are parked. They hold what players said."""
        return self.data_dir / "parked"


def sources(settings: Settings) -> dict[str, Source]:
    """Where each of them came from; "flag" is whatever goes before the environment."""
    try:
        environment = Settings()
        found = {name: getattr(environment, name) for name in environment.model_fields_set}
    except (ConfigError, ValueError):
        # Something in there won't do, and is no setting of ours then.
        found = {}
    return {name: _source(settings, name, found) for name in Settings.model_fields}


def _source(settings: Settings, name: str, environment: dict[str, object]) -> Source:
    if name not in settings.model_fields_set:
        return "default"
    same = name in environment and environment[name] == getattr(settings, name)
    return "environment" if same else "flag"


def misspelt_variables() -> Iterator[tuple[str, str]]:
    """The environment's variables that look like a setting and are none, with the nearest one."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            yield name, difflib.get_close_matches(name.upper(), known, n=1, cutoff=0)[0]
