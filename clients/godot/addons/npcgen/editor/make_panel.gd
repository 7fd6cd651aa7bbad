@tool
extends VBoxContainer
## Asks the server for a level, a material or quests, and writes their files into the project.

## Files were written.
signal made

const Content := preload("../importers/content.gd")

const DEFAULT_URL := "http://127.0.0.1:8080"

var _folder := LineEdit.new()
var _words := LineEdit.new()
var _seed := SpinBox.new()
var _progress := ProgressBar.new()
var _status := Label.new()
var _content: Content = null


func _ready() -> void:
	_folder.text = "res://npcgen"
	_words.text = "cave"
	_words.placeholder_text = "cave, dungeon ...; mossy wall; emberlow"
	_seed.max_value = 4294967295.0
	_progress.max_value = 1.0
	_progress.step = 0.01
	_status.autowrap_mode = TextServer.AUTOWRAP_WORD_SMART
	_add_row("Folder", _folder)
	_add_row("What", _words)
	_add_row("Seed", _seed)
	var level := _added_button("Make a level of this kind")
	level.pressed.connect(_on_level)
	var maps := _added_button("Make a material of these words")
	maps.pressed.connect(_on_material)
	var quests := _added_button("Make five quests of this world")
	quests.pressed.connect(_on_quests)
	add_child(_progress)
	add_child(_status)


func _exit_tree() -> void:
	if _content != null:
		_content.cancel()


func _process(_delta: float) -> void:
	if _content != null:
		_content.poll()


func _on_level() -> void:
	_begin().make_level({"kind": _words.text, "seed": int(_seed.value)})


func _on_material() -> void:
	var stem := _words.text.to_lower().replace(" ", "_")
	_begin().make_material(_words.text, stem, {"surface": {"seed": int(_seed.value)}})


func _on_quests() -> void:
	_begin().make_quests(_words.text, {"count": 5, "seed": int(_seed.value)})


func _begin() -> Content:
	if _content != null:
		_content.cancel()
	_content = Content.new(
		_setting("npcgen/server/url", DEFAULT_URL), _setting("npcgen/server/key", "")
	)
	_content.progress.connect(_on_progress)
	_content.finished.connect(_on_finished)
	return _content


func _on_progress(phase: String, fraction: float) -> void:
	_status.text = phase
	_progress.value = fraction


func _on_finished(files: Dictionary, failure: RefCounted) -> void:
	_progress.value = 0.0
	_content = null
	if failure != null:
		_status.text = str(failure)
	elif Content.write(files, _folder.text):
		_status.text = "Wrote " + ", ".join(PackedStringArray(files.keys()))
		made.emit()
	else:
		_status.text = "Can't write into %s." % _folder.text


func _add_row(title: String, control: Control) -> void:
	var label := Label.new()
	label.text = title
	add_child(label)
	add_child(control)


func _added_button(title: String) -> Button:
	var button := Button.new()
	button.text = title
	add_child(button)
	return button


func _setting(setting: String, default: String) -> String:
	if ProjectSettings.has_setting(setting):
		return str(ProjectSettings.get_setting(setting))
	return default
