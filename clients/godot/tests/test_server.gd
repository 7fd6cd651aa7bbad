extends SceneTree
## The launcher: starts the command that NPCGEN_TEST_COMMAND holds (JSON), kills the server once so
## that it is started again, talks to it, and ends it. Prints a JSON object a line.

const Npc := preload("../addons/npcgen/npc.gd")
const NpcGen := preload("../addons/npcgen/npc_gen.gd")

var _gen := NpcGen.new()
var _npc := Npc.new()
var _times := 0


func _initialize() -> void:
	Engine.max_fps = 60
	_gen.name = "NpcGen"
	root.add_child(_gen)
	_npc.persona_id = "brannoch"
	root.add_child(_npc)
	_gen.server_ready.connect(_on_ready)
	_npc.completed.connect(_on_completed)
	var json := JSON.new()
	json.parse(OS.get_environment("NPCGEN_TEST_COMMAND"))
	_gen.start_server(json.data["command"], json.data["flags"])


func _on_ready(failure: RefCounted) -> void:
	_times += 1
	var told := {"ready": failure == null, "pid": _gen.server.pid}
	if failure != null:
		told["reason"] = failure.reason
		told["message"] = failure.message
	print(JSON.stringify(told))
	if failure != null:
		quit()
	elif _times == 1:
		OS.kill(_gen.server.pid)
	else:
		_npc.chat("Good evening.")


func _on_completed(text: String) -> void:
	print(JSON.stringify({"completed": text}))
	quit()
