extends SceneTree
## A test script's main loop: a game of 60 frames a second with the add-on's autoload, and the
## server that TEST_URL names. Its `play` begins once all that stands.

## The autoload.
var gen: Node = null


func _initialize() -> void:
	Engine.max_fps = 60
	await process_frame
	gen = root.get_node("NpcGen")
	gen.url = OS.get_environment("TEST_URL")
	play()


func play() -> void:
	pass


## Prints a JSON object, one a line.
func tell(what: Dictionary) -> void:
	print(JSON.stringify(what))


## An Npc of that name in the scene.
func added_npc(named: String, persona: String) -> Npc:
	var npc := Npc.new()
	npc.name = named
	npc.persona_id = persona
	root.add_child(npc)
	return npc
