"""Where snapshots of a prompt are taken."""

from npcgen.engine.base import Message
from npcgen.engine.snapshots import Mark, due, marks_of

WORLD, PERSONA = Message("system", "world"), Message("system", "persona")
HELLO, REPLY = Message("user", "hello"), Message("assistant", "well met")


def test_the_system_message_and_the_prompts_end_are_marked() -> None:
    marks = marks_of((WORLD, HELLO, REPLY, HELLO), (3, 403, 450, 480), 500, is_ahead=False)
    assert marks == [Mark(403, is_shared=True), Mark(500)]


def test_every_leading_system_message_is_a_boundary_the_longest_first() -> None:
    marks = marks_of((WORLD, PERSONA, HELLO), (3, 203, 403), 500, is_ahead=False)
    assert marks == [Mark(403, is_shared=True), Mark(203, is_shared=True), Mark(500)]


def test_a_prompt_computed_ahead_ends_before_the_words_to_come() -> None:
    marks = marks_of((WORLD, HELLO, REPLY, HELLO), (3, 403, 450, 480), 500, is_ahead=True)
    assert marks == [Mark(403, is_shared=True), Mark(480)]


def test_a_system_message_that_was_folded_into_the_first_line_is_no_boundary() -> None:
    assert marks_of((WORLD, HELLO), (3,), 500, is_ahead=False) == [Mark(500)]
    folded = marks_of((WORLD, HELLO, REPLY, HELLO), (3, 450, 480), 500, is_ahead=False)
    assert folded == [Mark(450, is_shared=True), Mark(500)]


def test_a_chat_without_a_system_message_marks_its_end_only() -> None:
    assert marks_of((HELLO, REPLY, HELLO), (3, 50, 80), 100, is_ahead=False) == [Mark(100)]


def test_marks_behind_the_start_and_close_to_others_are_left_out() -> None:
    system, fork, end = Mark(400, is_shared=True), Mark(410, is_shared=True), Mark(500)
    assert due([system, end, fork], computed=0) == [system, end]
    assert due([system, end, fork], computed=380) == [end]
    assert due([end], computed=480) == []


def test_a_fork_in_the_middle_of_a_message_is_a_mark_of_its_own() -> None:
    world, system, end = Mark(200, is_shared=True), Mark(400, is_shared=True), Mark(500)
    assert due([system, end, world], computed=0) == [world, system, end]
