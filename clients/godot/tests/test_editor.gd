extends SceneTree
## The editor's panels, without an editor: talks to an NPC, and makes a level into the folder
## NPCGEN_TEST_FOLDER. Prints what they show.

const MakePanel := preload("../addons/npcgen/editor/make_panel.gd")
const Npc := preload("../addons/npcgen/npc.gd")
const TalkPanel := preload("../addons/npcgen/editor/talk_panel.gd")

var _talk := TalkPanel.new()
var _make := MakePanel.new()
var _npc := Npc.new()
var _left := 2


func _initialize() -> void:
	Engine.max_fps = 60
	ProjectSettings.set_setting("npcgen/server/url", OS.get_environment("NPCGEN_TEST_URL"))
	_npc.persona_id = "brannoch"
	_talk.npc = _npc
	root.add_child(_talk)
	root.add_child(_make)
	_make.made.connect(_on_made)
	call_deferred("_begin")


func _begin() -> void:
	var line: LineEdit = _talk.get_child(1)
	line.text_submitted.emit("Good evening.")
	var folder: LineEdit = _make.get_child(1)
	folder.text = OS.get_environment("NPCGEN_TEST_FOLDER")
	var level: Button = _make.get_child(6)
	level.pressed.emit()


func _process(_delta: float) -> bool:
	var said: RichTextLabel = _talk.get_child(0)
	if _left == 1 and said.text.count("\n") == 2:
		print(said.text)
		_left = 0
		quit()
	return false


func _on_made() -> void:
	_left -= 1
	var status: Label = _make.get_child(10)
	print(status.text)
