from npcgen.dialogue.spoken_text import SpokenText


def test_what_was_sent_is_the_text() -> None:
    spoken = SpokenText()
    sent = [spoken.feed(raw) for raw in ("  ", "\nWell", " ", "met", ".", " \n")]
    assert sent == ["", "Well", "", " met", ".", ""]
    assert spoken.text == "Well met."
