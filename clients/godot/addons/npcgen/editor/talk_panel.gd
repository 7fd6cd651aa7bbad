@tool
extends VBoxContainer
## Talks to an NPC without running the game: a line to write, and the reply as it comes.

const Event := preload("../core/event.gd")
const Talk := preload("../core/talk.gd")
const Turn := preload("../transport/turn.gd")

const DEFAULT_URL := "http://127.0.0.1:8080"

## Whose persona speaks: an Npc, of which only the exported properties are read.
var npc: Object = null

var _said := RichTextLabel.new()
var _line := LineEdit.new()
var _talk := Talk.new()
var _turn: Turn = null
var _conversation_id := ""


func _ready() -> void:
	_said.custom_minimum_size = Vector2(0, 160)
	_said.scroll_following = true
	_line.placeholder_text = "Talk to this NPC"
	add_child(_said)
	add_child(_line)
	_line.text_submitted.connect(_on_line)


func _exit_tree() -> void:
	_talk.cancel()


func _process(_delta: float) -> void:
	_talk.poll()
	var event: Event = _talk.take(Time.get_ticks_msec())
	while event != null:
		_show(event)
		event = _talk.take(Time.get_ticks_msec())
	if _turn != null and _talk.is_over():
		_finish()


func _on_line(text: String) -> void:
	if _turn != null or text.strip_edges() == "":
		return
	_line.clear()
	_said.add_text("> %s\n" % text)
	var player := {"name": str(npc.get("player_name"))}
	var beginning := {"personaId": str(npc.get("persona_id")), "player": player}
	beginning["scene"] = str(npc.get("scene"))
	_turn = Turn.new()
	var url := _setting("npcgen/server/url", DEFAULT_URL)
	var key := _setting("npcgen/server/key", "")
	_turn.start(url, key, beginning, _conversation_id, "Chat", {"text": text})
	_talk.begin(_turn)


func _show(event: Event) -> void:
	var body: Variant = event.body
	match event.kind:
		"text_delta":
			_said.add_text(body.text)
		"emotion":
			_said.add_text(" (%s)" % body.label)
		"action":
			_said.add_text(" [%s %s]" % [body.name, body.arguments_json])


func _finish() -> void:
	_conversation_id = _turn.conversation_id
	_turn = null
	if _talk.failure != null:
		_said.add_text("[%s]" % _talk.failure)
	_said.add_text("\n")


func _setting(setting: String, default: String) -> String:
	if ProjectSettings.has_setting(setting):
		return str(ProjectSettings.get_setting(setting))
	return default
