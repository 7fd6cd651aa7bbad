extends "stage.gd"
## Talks to the sample's smith, and keeps what the window shows in TEST_FOLDER: in the middle of his
## second reply. For tools/godot_shots.py.

const CHARS := 40


func play() -> void:
	change_scene_to_file("res://sample/forge.tscn")
	await scene_changed
	var smith: Npc = current_scene.get_node("Smith")
	var line: LineEdit = current_scene.get_node("Talk/Line")
	line.text_submitted.emit("Good evening. What are you working on?")
	await smith.completed
	line.text_submitted.emit("How much for the short sword?")
	var said: RichTextLabel = current_scene.get_node("Talk/Said")
	var before := said.get_parsed_text().length()
	while smith.is_speaking() and said.get_parsed_text().length() < before + CHARS:
		await process_frame
	await RenderingServer.frame_post_draw
	var picture := root.get_texture().get_image()
	picture.save_png(OS.get_environment("TEST_FOLDER") + "/godot_sample.png")
	quit()
