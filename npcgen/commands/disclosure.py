"""`npcgen disclosure`: what to tell stores and players about the AI in the game."""

from dataclasses import asdict

from npcgen.commands.options import BackendName, Json, ModelName, settings_with
from npcgen.disclosure import Disclosure, disclosures, facts_of
from npcgen.terminal import output, plain, print_json


def disclosure(model: ModelName = None, backend: BackendName = None, json: Json = False) -> None:
    """Write the texts that stores and the law ask for, from the settings.

    Texts to begin with; no legal advice.
    """
    facts = facts_of(settings_with(model=model, backend=backend))
    texts = disclosures(facts)
    if json:
        print_json({"facts": asdict(facts), "texts": [asdict(each) for each in texts]})
        return
    output().print(plain("\n\n".join(map(_page, texts))))


def _page(text: Disclosure) -> str:
    to_do = "\n".join(f"  [ ] {each}" for each in text.to_do)
    return f"{text.reader}\n\n{text.text}\n\n{to_do}"
