extends "stage.gd"
## The sample's scene as a player would use it: a line, a save, a load, a line that is interrupted
## by changing the scene. Prints what it shows.


func play() -> void:
	change_scene_to_file("res://sample/forge.tscn")
	await scene_changed
	var smith: Npc = current_scene.get_node("Smith")
	_speak("Good evening.")
	await smith.completed
	_press("Save")
	await gen.saved
	await process_frame
	_press("Load")
	await gen.loaded
	_speak("Stay a while.")
	await smith.text_delta
	var said: RichTextLabel = current_scene.get_node("Talk/Said")
	print(said.get_parsed_text())
	change_scene_to_packed(_empty_scene())
	await scene_changed
	for _frame: int in range(5):
		await process_frame
	quit()


func _empty_scene() -> PackedScene:
	var node := Node.new()
	var scene := PackedScene.new()
	scene.pack(node)
	node.free()
	return scene


func _speak(text: String) -> void:
	var line: LineEdit = current_scene.get_node("Talk/Line")
	line.text_submitted.emit(text)


func _press(button_name: String) -> void:
	var button: Button = current_scene.get_node("Talk/Buttons/" + button_name)
	button.pressed.emit()
