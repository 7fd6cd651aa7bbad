extends SceneTree
## The sample's scene, whose nodes NPCGEN_TEST_SCENE lists (JSON), as a player would use it: a line,
## a save, a load, a line that is interrupted by leaving the scene. Prints what it shows.

const Forge := preload("../sample/forge.gd")
const Npc := preload("../addons/npcgen/npc.gd")
const NpcGen := preload("../addons/npcgen/npc_gen.gd")
const SCRIPTS := {"Forge": Forge, "Smith": Npc}

var _gen := NpcGen.new()
var _forge: Control = null
var _replies := 0
var _frames_left := -1


func _initialize() -> void:
	Engine.max_fps = 60
	_gen.name = "NpcGen"
	root.add_child(_gen)
	_gen.url = OS.get_environment("NPCGEN_TEST_URL")
	_gen.loaded.connect(_on_loaded)
	var json := JSON.new()
	json.parse(OS.get_environment("NPCGEN_TEST_SCENE"))
	for node: Dictionary in json.data:
		_add(node)
	root.add_child(_forge)
	var smith: Variant = _forge.get_node("Smith")
	smith.completed.connect(_on_completed)
	smith.text_delta.connect(_on_text)
	call_deferred("_speak", "Good evening.")


func _process(_delta: float) -> bool:
	_frames_left -= 1
	if _frames_left == 0:
		quit()
	return false


func _add(node: Dictionary) -> void:
	var made: Node = ClassDB.instantiate(node["type"])
	made.name = node["name"]
	if SCRIPTS.has(node["name"]):
		made.set_script(SCRIPTS[node["name"]])
	for property: String in node["properties"]:
		made.set(property, node["properties"][property])
	if node["parent"] == "":
		_forge = made
	else:
		_forge.get_node(node["parent"]).add_child(made)


func _speak(text: String) -> void:
	var line: LineEdit = _forge.get_node("Talk/Line")
	line.text_submitted.emit(text)


func _press(button_name: String) -> void:
	var button: Button = _forge.get_node("Talk/Buttons/" + button_name)
	button.pressed.emit()


func _on_completed(_text: String) -> void:
	_replies += 1
	_press("Save")
	_gen.saved.connect(_on_saved)


func _on_saved(_state: Dictionary, _failure: RefCounted) -> void:
	call_deferred("_press", "Load")


func _on_loaded(_failure: RefCounted) -> void:
	_speak("Stay a while.")


func _on_text(_text: String) -> void:
	if _replies == 0:
		return
	var said: RichTextLabel = _forge.get_node("Talk/Said")
	print(said.text)
	_forge.queue_free()
	_frames_left = 5
	_replies = 0
