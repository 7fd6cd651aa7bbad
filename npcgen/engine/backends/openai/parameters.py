"""Where the remote server is, how to speak to it, and how long it may take."""

from dataclasses import dataclass, field, replace

import httpx

from npcgen.errors import ConfigError

DEFAULT_SLOTS = 8
RETRY_PAUSES_S = (0.25, 0.5, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class OpenAIParameters:
    url: str
    """The base of the API, such as http://127.0.0.1:8000/v1."""
    model: str = ""
    """As the server calls it; empty takes the only one it has."""
    embedding_model: str = ""
    """As the server calls it; empty for no embeddings."""
    key: str = field(default="", repr=False)
    """Sent as a bearer token, and nowhere else."""
    slots: int = DEFAULT_SLOTS
    context_tokens: int = 0
    """0 asks the server."""
    extensions: bool = True
    """Whether the server takes top_k, min_p and a repeat penalty, and may be asked to count."""
    any_model: bool = False
    """Whether the server may answer under another model's name."""
    connect_s: float = 5.0
    first_token_s: float = 60.0
    between_tokens_s: float = 20.0
    retry_pauses_s: tuple[float, ...] = RETRY_PAUSES_S
    """Pauses before the second attempt, the third, and so on."""
    longest_pause_s: float = 10.0
    """A server that asks for a longer one isn't waited for."""


def checked(parameters: OpenAIParameters) -> OpenAIParameters:
    """The parameters with the URL in its plain form. Raises ConfigError; never shows the key."""
    if not (parameters.key.isascii() and parameters.key.isprintable()):
        raise ConfigError("NPCGEN_OPENAI_KEY has characters that no key has; copy it again")
    return replace(parameters, url=_base_url(parameters.url))


def _base_url(given: str) -> str:
    try:
        url = httpx.URL(given.strip())
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise ConfigError(
            "NPCGEN_OPENAI_URL must be the base of the API, such as http://127.0.0.1:8000/v1"
        )
    if url.userinfo:
        raise ConfigError("NPCGEN_OPENAI_URL holds a password; put the key in NPCGEN_OPENAI_KEY")
    path = url.path.rstrip("/").removesuffix("/chat/completions")
    return str(url.copy_with(path=path or "/v1"))
