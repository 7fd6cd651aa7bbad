extends Node
## The main scene of an exported game: it starts the command that TEST_COMMAND holds (JSON) beside
## itself, hears one reply, and ends. Prints it.


func _ready() -> void:
	Engine.max_fps = 60
	var given: Dictionary = JSON.parse_string(OS.get_environment("TEST_COMMAND"))
	var gen: Node = get_node("/root/NpcGen")
	gen.start_server(given["command"], given["flags"])
	var failure: RefCounted = await gen.server_ready
	var npc: Npc = $Smith
	npc.chat("Good evening.")
	var text: String = await npc.completed
	var told := {"ready": failure == null, "pid": gen.server.pid, "completed": text}
	told["editor"] = OS.has_feature("editor")
	print(JSON.stringify(told))
	get_tree().quit()
