@tool
extends VBoxContainer
## Talks to an NPC without running the game: a line to write, and the reply as it comes.

const Event := preload("../core/event.gd")
const Talk := preload("../core/talk.gd")
const Turn := preload("../transport/turn.gd")

const DEFAULT_URL := "http://127.0.0.1:8080"

## Whose persona speaks: an Npc, of which only the exported properties are read.
var npc: Object = null
## What outlives the panel.
var kept := Kept.new()

var _said := RichTextLabel.new()
var _line := LineEdit.new()


## A talk, all that was said in it, and its reply under way.
class Kept:
	extends RefCounted
	var said := ""
	var persona_id := ""
	var conversation_id := ""
	var talk := Talk.new()
	var turn: Turn = null


func _ready() -> void:
	_said.custom_minimum_size = Vector2(0, 160)
	_said.scroll_following = true
	_said.add_text(kept.said)
	_line.placeholder_text = "Talk to this NPC"
	add_child(_said)
	add_child(_line)
	_line.text_submitted.connect(_on_line)


func _process(_delta: float) -> void:
	kept.talk.poll()
	var event: Event = kept.talk.take(Time.get_ticks_msec())
	while event != null:
		_show(event)
		event = kept.talk.take(Time.get_ticks_msec())
	if kept.turn != null and kept.talk.is_over():
		_finish()


func _on_line(text: String) -> void:
	if kept.turn != null or text.strip_edges() == "":
		return
	_line.clear()
	_write("> %s\n" % text)
	var player := {"name": str(npc.get("player_name"))}
	var persona := str(npc.get("persona_id"))
	if persona != kept.persona_id:
		kept.conversation_id = ""
	kept.persona_id = persona
	var beginning := {"personaId": persona, "player": player}
	beginning["scene"] = str(npc.get("scene"))
	kept.turn = Turn.new()
	var url := _setting("npcgen/server/url", DEFAULT_URL)
	var key := _setting("npcgen/server/key", "")
	kept.turn.start(url, key, beginning, kept.conversation_id, "Chat", {"text": text})
	kept.talk.begin(kept.turn)


func _show(event: Event) -> void:
	var body: Variant = event.body
	match event.kind:
		"text_delta":
			_write(body.text)
		"emotion":
			_write(" (%s)" % body.label)
		"action":
			_write(" [%s %s]" % [body.name, body.arguments_json])


func _finish() -> void:
	kept.conversation_id = kept.turn.conversation_id
	kept.turn = null
	if kept.talk.failure != null:
		_write("[%s]" % kept.talk.failure)
	_write("\n")


func _write(text: String) -> void:
	kept.said += text
	_said.add_text(text)


func _setting(setting: String, default: String) -> String:
	if ProjectSettings.has_setting(setting):
		return str(ProjectSettings.get_setting(setting))
	return default
