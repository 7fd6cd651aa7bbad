extends "stage.gd"
## The launcher: starts the command that TEST_COMMAND holds (JSON), kills the server once so
## that it is started again, talks to it, and is killed itself. Prints what came of each start.


func play() -> void:
	var given: Dictionary = JSON.parse_string(OS.get_environment("TEST_COMMAND"))
	gen.start_server(given["command"], given["flags"])
	if await _is_ready():
		OS.execute("kill", [str(gen.server.pid)])
		if await _is_ready():
			var npc := added_npc("Smith", "brannoch")
			npc.chat("Good evening.")
			tell({"completed": await npc.completed})
			OS.kill(OS.get_process_id())
	quit()


func _is_ready() -> bool:
	var failure: RefCounted = await gen.server_ready
	var told := {"ready": failure == null, "pid": gen.server.pid}
	if failure != null:
		told["reason"] = failure.reason
		told["message"] = failure.message
	tell(told)
	return failure == null
