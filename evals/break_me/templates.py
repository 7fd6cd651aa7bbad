"""Chat templates of well-known model families, written from their public formats."""

_LOOP = "{% for m in messages %}"
_END = "{% endfor %}"


def _by_role(before: str, system: str, user: str, assistant: str, last: str) -> str:
    """A template with a piece for each role, in which CONTENT is the message."""
    pieces = {"system": system, "user": user, "assistant": assistant}
    branches = "".join(
        f"{{% {'if' if at == 0 else 'elif'} m.role == '{role}' %}}"
        + piece.replace("CONTENT", "{{ m.content }}")
        for at, (role, piece) in enumerate(pieces.items())
    )
    ending = f"{{% if add_generation_prompt %}}{last}{{% endif %}}"
    return f"{before}{_LOOP}{branches}{{% endif %}}{_END}{ending}"


def _same(before: str, opening: str, closing: str, last: str) -> str:
    """A template that writes every role in the same way."""
    body = f"{opening}{{{{ m.content }}}}{closing}"
    ending = f"{{% if add_generation_prompt %}}{last}{{% endif %}}"
    return f"{before}{_LOOP}{body}{_END}{ending}"


TEMPLATES = {
    "chatml": _same("", "<|im_start|>{{ m.role }}\n", "<|im_end|>\n", "<|im_start|>assistant\n"),
    "qwen": _same(
        "",
        "<|im_start|>{{ m.role }}\n",
        "<|im_end|>\n",
        "<|im_start|>assistant\n<think>\n\n</think>\n\n",
    ),
    "llama-2": _by_role(
        "<s>",
        "[INST] <<SYS>>\nCONTENT\n<</SYS>>\n\n [/INST] </s>",
        "<s>[INST] CONTENT [/INST]",
        " CONTENT </s>",
        "",
    ),
    "llama-3": _same(
        "<|begin_of_text|>",
        "<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n",
        "<|eot_id|>",
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
    ),
    "mistral": _by_role(
        "<s>",
        "[SYSTEM_PROMPT]CONTENT[/SYSTEM_PROMPT]",
        "[INST]CONTENT[/INST]",
        "CONTENT</s>",
        "",
    ),
    "gemma": _by_role(
        "<bos>",
        "{{ raise_exception('no system role') }}",
        "<start_of_turn>user\nCONTENT<end_of_turn>\n",
        "<start_of_turn>model\nCONTENT<end_of_turn>\n",
        "<start_of_turn>model\n",
    ),
    "phi-3": _same("", "<|{{ m.role }}|>\n", "<|end|>\n", "<|assistant|>\n"),
    "zephyr": _same("", "<|{{ m.role }}|>\n", "</s>\n", "<|assistant|>\n"),
    "command-r": _by_role(
        "<BOS_TOKEN>",
        "<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>CONTENT<|END_OF_TURN_TOKEN|>",
        "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>CONTENT<|END_OF_TURN_TOKEN|>",
        "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>CONTENT<|END_OF_TURN_TOKEN|>",
        "<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>",
    ),
    "deepseek": _by_role(
        "<\uff5cbegin\u2581of\u2581sentence\uff5c>",
        "CONTENT",
        "<\uff5cUser\uff5c>CONTENT",
        "<\uff5cAssistant\uff5c>CONTENT<\uff5cend\u2581of\u2581sentence\uff5c>",
        "<\uff5cAssistant\uff5c>",
    ),
    "vicuna": _by_role("", "CONTENT ", "USER: CONTENT ", "ASSISTANT: CONTENT</s>", "ASSISTANT:"),
    "alpaca": _by_role(
        "",
        "CONTENT\n\n",
        "### Instruction:\nCONTENT\n\n",
        "### Response:\nCONTENT\n\n",
        "### Response:\n",
    ),
}
