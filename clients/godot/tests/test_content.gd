extends SceneTree
## Makes a level, a material and quests with the server that NPCGEN_TEST_URL names, writes their
## files into NPCGEN_TEST_FOLDER, and prints what came of each, a JSON object a line.

const Content := preload("../addons/npcgen/importers/content.gd")
const Level := preload("../addons/npcgen/importers/level.gd")
const NpcGen := preload("../addons/npcgen/npc_gen.gd")

var _gen := NpcGen.new()
var _left := 4


## In the place of a TileMapLayer: counts the cells by their place in the atlas.
class Map:
	extends RefCounted
	var cells := {}

	func set_cell(at: Vector2i, source: int, in_atlas: Vector2i) -> void:
		cells[at] = [source, in_atlas]


func _initialize() -> void:
	Engine.max_fps = 60
	_gen.name = "NpcGen"
	root.add_child(_gen)
	_gen.url = OS.get_environment("NPCGEN_TEST_URL")
	var level := _asked("level")
	level.make_level({"kind": "cave", "width": 24, "height": 16, "seed": 7})
	var quests := _asked("quests")
	quests.make_quests("emberlow", {"count": 2, "seed": 7})
	var material := _asked("material")
	material.make_material("oak planks", "oak", {"width": 64, "surface": {"seed": 7}})
	_asked("refused").make_level({"kind": "cellar"})


func _asked(name: String) -> Content:
	var content: Content = _gen.content()
	content.finished.connect(_on_finished.bind(name, content))
	return content


func _on_finished(files: Dictionary, failure: RefCounted, name: String, content: Content) -> void:
	var told := {"name": name, "files": files.keys(), "reason": ""}
	if failure != null:
		told["reason"] = failure.reason
	if name == "level":
		told["painted"] = _painted(Level.new(content.made["level"]))
	Content.write(files, OS.get_environment("NPCGEN_TEST_FOLDER"))
	print(JSON.stringify(told))
	_left -= 1
	if _left == 0:
		quit()


func _painted(level: Level) -> Array:
	var rows := []
	var map := Map.new()
	for layer: String in level.layers():
		level.paint(map, layer, {"floor": Vector2i(1, 0), "wall": Vector2i(2, 0)}, 5)
	for y: int in range(level.height):
		var row := ""
		for x: int in range(level.width):
			row += str(map.cells[Vector2i(x, y)][1].x) if map.cells.has(Vector2i(x, y)) else "."
		rows.append(row)
	return rows
