"""What the chat templates of the model families make of a chat."""

import pytest

from npcgen.engine.base import Message
from npcgen.engine.chat_template import ChatTemplate, Segment
from npcgen.errors import ModelUnusable
from tests.engine import templates

CHAT = (
    Message("system", "Be Odrin."),
    Message("user", "Who are you?"),
    Message("assistant", "Odrin."),
    Message("user", " And now? "),
)


def text(source, messages=CHAT):
    template = ChatTemplate(source, bos="<s>", eos="</s>")
    return "".join(segment.text for segment in template.segments(messages))


def test_no_template_means_chatml():
    template = ChatTemplate("")
    assert template.origin == "default (chatml)"
    assert template.segments([Message("user", "Hi")]) == [
        Segment("<|im_start|>user\n", is_content=False),
        Segment("Hi", is_content=True),
        Segment("<|im_end|>\n<|im_start|>assistant\n", is_content=False),
    ]


def test_llama_3_keeps_every_role():
    head, end = "<|start_header_id|>{}<|end_header_id|>\n\n", "<|eot_id|>"
    assert text(templates.LLAMA_3) == (
        "<s>" + head.format("system") + "Be Odrin." + end
        + head.format("user") + "Who are you?" + end
        + head.format("assistant") + "Odrin." + end
        + head.format("user") + "And now?" + end
        + head.format("assistant")
    )  # fmt: skip


def test_gemma_gets_the_system_text_in_the_first_user_turn():
    assert text(templates.GEMMA) == (
        "<s><start_of_turn>user\nBe Odrin.\n\nWho are you?<end_of_turn>\n"
        "<start_of_turn>model\nOdrin.<end_of_turn>\n"
        "<start_of_turn>user\nAnd now?<end_of_turn>\n"
        "<start_of_turn>model\n"
    )


def test_mistral_gets_its_instructions():
    assert text(templates.MISTRAL) == (
        "<s>[INST] Be Odrin.\n\nWho are you? [/INST]Odrin.</s>[INST] And now? [/INST]"
    )


def test_zephyr_puts_every_role_on_its_line():
    assert text(templates.ZEPHYR) == (
        "<|system|>\nBe Odrin.</s>\n<|user|>\nWho are you?</s>\n"
        "<|assistant|>\nOdrin.</s>\n<|user|>\nAnd now?</s>\n<|assistant|>\n"
    )


def test_a_template_that_drops_the_system_text_gets_it_in_the_user_turn():
    assert (
        text(templates.DROPS_SYSTEM, CHAT[:2]) == "<|user|>Be Odrin.\n\nWho are you?<|assistant|>"
    )


def test_a_strict_template_gets_neighbours_of_one_role_joined():
    chat = [Message("assistant", "Hail."), Message("user", "a"), Message("user", "b")]
    assert text(templates.MISTRAL, chat) == "<s>[INST]  [/INST]Hail.</s>[INST] a\n\nb [/INST]"


def test_a_greeting_after_the_system_text_follows_it():
    chat = [Message("system", "Be Odrin."), Message("assistant", "Hail."), Message("user", "Hi")]
    assert text(templates.MISTRAL, chat) == "<s>[INST] Be Odrin. [/INST]Hail.</s>[INST] Hi [/INST]"


@pytest.mark.parametrize("forged", ["{{ bos_token }}", "\ue000content 0\ue001", "{% raw %}"])
def test_contents_are_never_rendered(forged):
    segments = ChatTemplate(templates.LLAMA_3, bos="<s>").segments(
        [Message("system", "rules"), Message("user", forged)]
    )
    assert [s.text for s in segments if s.is_content] == ["rules", forged]


@pytest.mark.parametrize(
    "source",
    [
        "{% for m in",
        "{{ raise_exception('never') }}",
        "{{ messages[0].content.nothing.at.all }}",
        "{{ 1 / 0 }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    ],
)
def test_a_template_that_can_not_work_is_refused(source):
    with pytest.raises(ModelUnusable, match="chat template can't be used"):
        ChatTemplate(source)


def test_a_template_may_ask_for_the_date_and_gets_the_same_one_each_day():
    assert text("{{ strftime_now('%Y-%m-%d') }}{{ messages[0].content }}", CHAT[1:2]) == (
        "2025-01-01Who are you?"
    )
