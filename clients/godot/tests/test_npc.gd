extends "stage.gd"
## The Npc node and the autoload in a scene tree: talks, is saved, rolled back, forgotten by the
## server, without one, and told an option that there isn't. Prints what the signals said.

var _npc: Npc = null


func play() -> void:
	_npc = added_npc("Smith", "brannoch")
	_npc.text_delta.connect(_on_said.bind("text_delta"))
	_npc.sentence.connect(_on_said.bind("sentence"))
	_npc.completed.connect(_on_said.bind("completed"))
	_npc.failed.connect(_on_failed)
	_npc.chat("Good evening.", {"max_tokens": 40, "seed": 7})
	_npc.chat("Are you there?")
	await _npc.completed
	var state := await _saved()
	await _heard("Two silver?", {"seed": 9})
	gen.load_game(state)
	tell({"loaded": await gen.loaded == null})
	await _heard("Two silver?", {"seed": 9})
	_npc.conversation_id = "forgotten"
	await _heard("Do you know me?")
	gen.url = "http://127.0.0.1:1"
	await _heard("And now?")
	_npc.chat("And now?", {"max_token": 9})
	quit()


func _heard(text: String, options := {}) -> void:
	_npc.chat(text, options)
	await _npc.completed


func _saved() -> Dictionary:
	gen.save_game()
	var result: Array = await gen.saved
	tell({"saved": result[0]["npcs"].keys(), "failed": result[1] != null})
	return result[0]


func _on_said(text: String, kind: String) -> void:
	tell({kind: text})


func _on_failed(failure: RefCounted) -> void:
	tell({"failed": failure.reason, "field": failure.field})
