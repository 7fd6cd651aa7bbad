@tool
extends EditorPlugin
## Uses the add-on in the editor as a designer does, with the server that TEST_URL names:
## talks to the sample's smith in his inspector, and makes a level, a material and quests in the
## dock. Prints what it sees, and quits. With TEST_FOLDER it keeps pictures there: see
## tools/godot_shots.py.

const MakePanel := preload("res://addons/npcgen/editor/make_panel.gd")
const TalkPanel := preload("res://addons/npcgen/editor/talk_panel.gd")

const FOLDER := "res://made"


func _enter_tree() -> void:
	if OS.has_environment("TEST_URL"):
		ProjectSettings.set_setting("npcgen/server/url", OS.get_environment("TEST_URL"))
		_play.call_deferred()


func _play() -> void:
	var files := EditorInterface.get_resource_filesystem()
	while files.is_scanning():
		await get_tree().process_frame
	EditorInterface.open_scene_from_path("res://sample/forge.tscn")
	await _talk()
	await _make("cave", 6)
	print("kept: ", _shown(_talk_panel()))
	await _make("oak planks", 7)
	await _make("emberlow", 8)
	while files.is_scanning() or not ResourceLoader.exists(FOLDER + "/oak_planks_orm.png"):
		await get_tree().process_frame
	EditorInterface.open_scene_from_path(FOLDER + "/level.tscn")
	EditorInterface.set_main_screen_editor("2D")
	await _keep("godot_dock.png")
	get_tree().quit()


func _talk() -> void:
	var smith := EditorInterface.get_edited_scene_root().get_node("Smith")
	EditorInterface.inspect_object(smith)
	await get_tree().process_frame
	var line: LineEdit = _talk_panel().get_child(1)
	line.text_submitted.emit("Good evening.")
	while _shown(_talk_panel()).count("|") < 2:
		await get_tree().process_frame
	print("said: ", _shown(_talk_panel()))
	await _keep("godot_inspector.png")


func _talk_panel() -> Node:
	return _found(EditorInterface.get_inspector(), TalkPanel)


func _shown(panel: Node) -> String:
	var said: RichTextLabel = panel.get_child(0)
	return said.get_parsed_text().replace("\n", "|")


func _make(words: String, button_number: int) -> void:
	var panel := _found(EditorInterface.get_base_control(), MakePanel)
	var folder: LineEdit = panel.get_child(1)
	folder.text = FOLDER
	var what: LineEdit = panel.get_child(3)
	what.text = words
	var seed_box: SpinBox = panel.get_child(5)
	seed_box.value = 7
	var button: Button = panel.get_child(button_number)
	button.pressed.emit()
	await panel.made
	var status: Label = panel.get_child(10)
	print("status: ", status.text)


func _keep(picture_name: String) -> void:
	if not OS.has_environment("TEST_FOLDER"):
		return
	for _frame: int in range(60):
		await get_tree().process_frame
	RenderingServer.force_draw()
	var picture := get_tree().root.get_texture().get_image()
	picture.save_png(OS.get_environment("TEST_FOLDER").path_join(picture_name))


## The first node below `node` that has the script.
func _found(node: Node, script: Script) -> Node:
	for child: Node in node.get_children(true):
		if child.get_script() == script:
			return child
		var inner := _found(child, script)
		if inner != null:
			return inner
	return null
