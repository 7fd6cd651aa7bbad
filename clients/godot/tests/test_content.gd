extends "stage.gd"
## Makes a level, a material and quests while the game runs, writes their files into
## TEST_FOLDER, and prints what came of each. The level is painted onto a TileMapLayer.

const Content := preload("../addons/npcgen/importers/content.gd")
const Level := preload("../addons/npcgen/importers/level.gd")

const ATLAS := {"floor": Vector2i(1, 0), "wall": Vector2i(2, 0)}

var _left := 4


func play() -> void:
	var level := _asked("level")
	level.make_level({"kind": "cave", "width": 24, "height": 16, "seed": 7})
	var quests := _asked("quests")
	quests.make_quests("emberlow", {"count": 2, "seed": 7})
	var material := _asked("material")
	material.make_material("oak planks", "oak", {"width": 64, "surface": {"seed": 7}})
	_asked("refused").make_level({"kind": "cellar"})


func _asked(name: String) -> Content:
	var content: Content = gen.content()
	content.finished.connect(_on_finished.bind(name, content))
	return content


func _on_finished(files: Dictionary, failure: RefCounted, name: String, content: Content) -> void:
	var told := {"name": name, "files": files.keys(), "reason": ""}
	if failure != null:
		told["reason"] = failure.reason
	if name == "level":
		told["painted"] = _painted(Level.new(content.made["level"]))
	Content.write(files, OS.get_environment("TEST_FOLDER"))
	tell(told)
	_left -= 1
	if _left == 0:
		quit()


func _painted(level: Level) -> Array:
	var map := TileMapLayer.new()
	map.tile_set = _tile_set()
	root.add_child(map)
	for layer: String in level.layers():
		level.paint(map, layer, ATLAS, 5)
	var rows := []
	for y: int in range(level.height):
		var row := ""
		for x: int in range(level.width):
			row += str(map.get_cell_atlas_coords(Vector2i(x, y)).x).replace("-1", ".")
		rows.append(row)
	return rows


## A row of three tiles, as source 5.
func _tile_set() -> TileSet:
	var source := TileSetAtlasSource.new()
	source.texture = ImageTexture.create_from_image(
		Image.create_empty(48, 16, false, Image.FORMAT_RGBA8)
	)
	for tile: int in range(3):
		source.create_tile(Vector2i(tile, 0))
	var tile_set := TileSet.new()
	tile_set.add_source(source, 5)
	return tile_set
