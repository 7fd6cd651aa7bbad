extends "stage.gd"
## Several Npcs: two speak at once; one is freed with its scene in mid-sentence, and hears nothing
## any more; one is paused meanwhile, and then goes on. Prints the names of those that end a reply.

var _first: Npc = null
var _second: Npc = null


func play() -> void:
	_first = added_npc("First", "brannoch")
	_second = added_npc("Second", "odrin")
	await _both_speak()
	await _one_is_paused()
	await _one_leaves()
	quit()


func _both_speak() -> void:
	var spoke := {}
	for npc: Npc in [_first, _second]:
		npc.text_delta.connect(func(_text: String) -> void: spoke[npc.name] = npc.is_speaking())
		npc.chat("Good evening.", {"seed": 7})
	tell({"at_once": [_first.is_speaking(), _second.is_speaking()]})
	while _first.is_speaking() or _second.is_speaking():
		await process_frame
	tell({"spoke": spoke})


func _one_is_paused() -> void:
	var heard := [0]
	_first.text_delta.connect(func(_text: String) -> void: heard[0] += 1)
	_first.pause()
	_first.chat("Are you still there?", {"seed": 7})
	_second.chat("And you?", {"seed": 7})
	await _second.completed
	tell({"while_paused": heard[0]})
	_first.resume()
	await _first.completed
	tell({"after": heard[0] > 1})


func _one_leaves() -> void:
	var scene := Node.new()
	root.add_child(scene)
	_second.reparent(scene)
	_second.chat("Tell me a story.", {"seed": 7})
	await _second.text_delta
	scene.queue_free()
	_first.chat("He is gone.", {"seed": 7})
	await _first.completed
	tell({"freed": not is_instance_valid(_second), "goes_on": not _first.is_speaking()})
