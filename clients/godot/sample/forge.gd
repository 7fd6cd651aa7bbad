extends Control
## A smith to talk to. It starts a server of its own where none is there, and shows all that an Npc
## says, feels and does.

const SAVE := "user://npcgen_sample.json"
const SELL := {
	"name": "sell",
	"description": "Hands over what the player paid for.",
	"schema": {"properties": {"item": {"format": "object_id"}}, "required": ["item"]},
	"when": ["buy", "how much", "silver"],
}
const SWORD := {"id": "sword", "name": "the short sword", "kind": "weapon"}

var _started_server := false

@onready var _gen: Variant = get_node("/root/NpcGen")
@onready var _smith: Variant = get_node("Smith")
@onready var _said: RichTextLabel = get_node("Talk/Said")
@onready var _feels: Label = get_node("Talk/Feels")
@onready var _line: LineEdit = get_node("Talk/Line")


func _ready() -> void:
	_smith.text_delta.connect(_on_text)
	_smith.completed.connect(_on_completed)
	_smith.emotion_changed.connect(_on_emotion)
	_smith.action.connect(_on_action)
	_smith.failed.connect(_on_failed)
	_line.text_submitted.connect(_on_line)
	_gen.saved.connect(_on_saved)
	_gen.server_ready.connect(_on_server_ready)
	var save: Button = get_node("Talk/Buttons/Save")
	save.pressed.connect(_on_save)
	var load_button: Button = get_node("Talk/Buttons/Load")
	load_button.pressed.connect(_on_load)
	var stop: Button = get_node("Talk/Buttons/Stop")
	stop.pressed.connect(_on_stop)
	_smith.warmup()


func _on_line(text: String) -> void:
	_line.clear()
	_said.add_text("You: %s\nBrannoch: " % text)
	_smith.chat(text, {"max_tokens": 80, "actions": [SELL], "objects": [SWORD]})


func _on_text(text: String) -> void:
	_said.add_text(text)


func _on_completed(_text: String) -> void:
	_said.add_text("\n")


func _on_emotion(label: String, intensity: float) -> void:
	_feels.text = "%s, %d %%" % [label, int(intensity * 100.0)]


func _on_action(verb: String, arguments: Dictionary, action_id: String) -> void:
	_said.add_text(" [%s %s]" % [verb, arguments])
	_smith.acknowledge(action_id, true, "You handed over the sword.")


func _on_failed(failure: RefCounted) -> void:
	_said.add_text("[%s]\n" % failure)
	if failure.reason == "SERVER_UNREACHABLE" and not _started_server and OS.has_feature("pc"):
		_started_server = true
		_said.add_text("[starting npcgen serve]\n")
		_gen.start_server()


func _on_server_ready(failure: RefCounted) -> void:
	_said.add_text("[the server %s]\n" % ("speaks" if failure == null else str(failure)))


func _on_save() -> void:
	_gen.save_game()


func _on_saved(state: Dictionary, failure: RefCounted) -> void:
	if failure != null:
		_on_failed(failure)
		return
	var file := FileAccess.open(SAVE, FileAccess.WRITE)
	file.store_string(JSON.stringify(state))
	file.close()


func _on_load() -> void:
	if not FileAccess.file_exists(SAVE):
		return
	var file := FileAccess.open(SAVE, FileAccess.READ)
	var json := JSON.new()
	if json.parse(file.get_as_text()) == OK:
		_gen.load_game(json.data)
	file.close()


func _on_stop() -> void:
	_smith.cancel()
