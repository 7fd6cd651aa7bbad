extends SceneTree
## Opens what the editor's dock made, as a game does, and prints what it is: the level's cells, the
## material before and after it was saved by the engine, and the quests.

const FOLDER := "res://made"


func _initialize() -> void:
	await process_frame
	_show_level()
	_show_material()
	_show_quests()
	quit()


func _show_level() -> void:
	var scene: PackedScene = load(FOLDER + "/level.tscn")
	var level := scene.instantiate()
	root.add_child(level)
	var layers := {}
	for map: Node in level.find_children("*", "TileMapLayer"):
		var cells := []
		for at: Vector2i in map.get_used_cells():
			var tile: Vector2i = map.get_cell_atlas_coords(at)
			cells.append([at.x, at.y, tile.x, tile.y])
		layers[map.name] = cells
	var source: TileSetAtlasSource = _first_source(level)
	var told := {"layers": layers, "texture": source.texture.resource_path}
	told["markers"] = {}
	for marker: Node in level.find_children("*", "Marker2D"):
		told["markers"][marker.get_meta("id")] = [marker.position.x, marker.position.y]
	print(JSON.stringify({"level": told}))


func _first_source(level: Node) -> TileSetAtlasSource:
	var map: TileMapLayer = level.find_children("*", "TileMapLayer")[0]
	return map.tile_set.get_source(map.tile_set.get_source_id(0))


func _show_material() -> void:
	var material: BaseMaterial3D = load(FOLDER + "/oak_planks.tres")
	ResourceSaver.save(material, "user://again.tres")
	var again: BaseMaterial3D = load("user://again.tres")
	print(JSON.stringify({"material": [_maps(material), _maps(again)]}))


func _maps(material: BaseMaterial3D) -> Dictionary:
	var maps := {"class": material.get_class()}
	for property: String in ["albedo", "orm", "normal", "heightmap"]:
		var map: Texture2D = material.get(property + "_texture")
		maps[property] = [map.resource_path, map.get_width(), map.get_height()]
	return maps


func _show_quests() -> void:
	var kept := []
	for file: String in DirAccess.get_files_at(FOLDER):
		if file.ends_with(".tres"):
			var resource := load(FOLDER.path_join(file))
			if resource.has_meta("quest"):
				kept.append([file, resource.get_meta("quest").keys()])
	print(JSON.stringify({"quests": kept}))
