extends SceneTree
## The Npc node and the autoload in a scene tree, against the server that NPCGEN_TEST_URL names.
## Prints what the signals said, a JSON object a line.

const Npc := preload("../addons/npcgen/npc.gd")
const NpcGen := preload("../addons/npcgen/npc_gen.gd")

var _gen := NpcGen.new()
var _npc := Npc.new()
var _saved := {}
var _step := 0
var _lines := []


func _initialize() -> void:
	Engine.max_fps = 60
	_gen.name = "NpcGen"
	root.add_child(_gen)
	_gen.url = OS.get_environment("NPCGEN_TEST_URL")
	_npc.name = "Smith"
	_npc.persona_id = "brannoch"
	root.add_child(_npc)
	_npc.text_delta.connect(_on_said.bind("text_delta"))
	_npc.sentence.connect(_on_said.bind("sentence"))
	_npc.completed.connect(_on_completed)
	_npc.failed.connect(_on_failed)
	_gen.saved.connect(_on_saved)
	_gen.loaded.connect(_on_loaded)
	_npc.chat("Good evening.", {"max_tokens": 40, "seed": 7})
	_npc.chat("Are you there?")


func _on_said(text: String, kind: String) -> void:
	_tell({kind: text})


func _on_completed(text: String) -> void:
	_tell({"completed": text})
	_step += 1
	match _step:
		1:
			_gen.save_game()
		2:
			_gen.load_game(_saved)
		3:
			_npc.conversation_id = "forgotten"
			_npc.chat("Do you know me?")
		4:
			_gen.url = "http://127.0.0.1:1"
			_npc.chat("And now?")
		5:
			_npc.chat("And now?", {"max_token": 9})


func _on_saved(state: Dictionary, failure: RefCounted) -> void:
	_saved = state
	_tell({"saved": state["npcs"].keys(), "failed": failure != null})
	_npc.chat("Two silver?", {"seed": 9})


func _on_loaded(failure: RefCounted) -> void:
	_tell({"loaded": failure == null})
	_npc.chat("Two silver?", {"seed": 9})


func _on_failed(failure: RefCounted) -> void:
	_tell({"failed": failure.reason, "field": failure.field})
	if failure.field != "":
		quit()


func _tell(what: Dictionary) -> void:
	print(JSON.stringify(what))
