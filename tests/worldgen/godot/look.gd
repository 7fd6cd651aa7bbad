extends SceneTree
## Loads every export of the project and writes what Godot sees in it, as JSON, into a file.

const SQUARE := 16
## The functions that docs/guides/level_exports.md has.
const GUIDE := "res://guide.gd"
## Until the servers know of a region.
const MOST_FRAMES := 600


func _initialize() -> void:
	var seen := {}
	for part: String in ["levels", "ways", "materials", "sheets", "quests", "pixel"]:
		seen[part] = await call(part)
	var answer := FileAccess.open(OS.get_cmdline_user_args()[0], FileAccess.WRITE)
	answer.store_string(JSON.stringify(seen, "", false, true))
	answer.close()
	quit()


func levels() -> Dictionary:
	var seen := {}
	for path: String in _found("res://levels", ".tscn"):
		var level: Node2D = load(path).instantiate()
		root.add_child(level)
		var told := _said(level)
		told["filter"] = level.texture_filter
		told["again"] = _again(path)
		told["set again"] = _again(path.get_basename() + ".tileset.tres")
		told["floors"] = level.get_children().map(_storey)
		told["blocked"] = await _blocked(told["floors"])
		for number: int in level.get_child_count():
			load(GUIDE).new().show_floor(level, number)
			told["floors"][number]["blocked"] = await _blocked(told["floors"])
		seen[path.get_file().get_basename()] = told
		level.free()
	return seen


func _storey(storey: Node2D) -> Dictionary:
	var told := {"name": storey.name, "visible": storey.visible, "layers": []}
	for layer: Node in storey.get_children():
		if layer is TileMapLayer:
			told["layers"].append(_layer(layer))
	var ground: TileMapLayer = storey.get_child(0) as TileMapLayer
	for group: String in ["rooms", "entities"]:
		told[group] = []
		for marker: Marker2D in storey.get_node(group).get_children():
			var said := _said(marker)
			said["at"] = _plain(marker.position)
			said["cell"] = _plain(ground.local_to_map(marker.position)) if ground else null
			told[group].append(said)
	return told


func _layer(layer: TileMapLayer) -> Dictionary:
	var cells := []
	for at: Vector2i in layer.get_used_cells():
		var tile := layer.get_cell_tile_data(at)
		var turn := layer.get_cell_alternative_tile(at)
		var cell := {
			"at": _plain(at),
			"square": _plain(layer.get_cell_atlas_coords(at)),
			"tile": tile.get_custom_data("tile"),
			"glyph": tile.get_custom_data("glyph"),
			"traits": tile.get_custom_data("traits"),
			"flip_x": bool(turn & TileSetAtlasSource.TRANSFORM_FLIP_H),
			"flip_y": bool(turn & TileSetAtlasSource.TRANSFORM_FLIP_V),
			"transpose": bool(turn & TileSetAtlasSource.TRANSFORM_TRANSPOSE),
		}
		cells.append(cell)
	var said := _said(layer)
	said["cells"] = cells
	said["enabled"] = layer.enabled
	said["tiles"] = _tiles(layer.tile_set)
	return said


func _tiles(of: TileSet) -> Dictionary:
	var source: TileSetAtlasSource = of.get_source(0)
	var picture := source.texture.get_image()
	var told := {"size": _plain(of.tile_size), "sources": of.get_source_count(), "tiles": []}
	for number: int in source.get_tiles_count():
		var at := source.get_tile_id(number)
		var tile := source.get_tile_data(at, 0)
		var polygons := []
		for which: int in tile.get_collision_polygons_count(0):
			var polygon := {
				"points": _plain(tile.get_collision_polygon_points(0, which)),
				"one_way": tile.is_collision_polygon_one_way(0, which),
			}
			polygons.append(polygon)
		var said := {
			"square": _plain(at),
			"tile": tile.get_custom_data("tile"),
			"polygons": polygons,
			"pixels": _pixels(picture.get_region(source.get_tile_texture_region(at))),
		}
		told["tiles"].append(said)
	return told


## The cells in whose middle a body would stand in something now, of all where a tile lies.
func _blocked(floors: Array) -> Array:
	await physics_frame
	await physics_frame
	var there := {}
	for storey: Dictionary in floors:
		for layer: Dictionary in storey["layers"]:
			for cell: Dictionary in layer["cells"]:
				there[Vector2i(cell["at"][0], cell["at"][1])] = true
	var query := PhysicsPointQueryParameters2D.new()
	var blocked := []
	for at: Vector2i in there:
		query.position = Vector2(at * SQUARE) + Vector2.ONE * SQUARE / 2.0
		if root.world_2d.direct_space_state.intersect_point(query):
			blocked.append(_plain(at))
	return blocked


## From where one begins to the way out.
func ways() -> Dictionary:
	await process_frame
	var seen := {}
	for name: String in ["storeys", "drawn"]:
		var level: Node2D = load("res://levels/%s.tscn" % name).instantiate()
		root.add_child(level)
		var storey: Node2D = level.get_node("floor0")
		var region: NavigationRegion2D = load(GUIDE).new().bake_ways(storey, 3.0)
		var ends := {}
		for marker: Marker2D in storey.get_node("entities").get_children():
			ends[marker.get_meta("kind")] = marker.position
		var way := PackedVector2Array()
		for frame: int in MOST_FRAMES:
			await physics_frame
			way = NavigationServer2D.map_get_path(
				region.get_navigation_map(), ends["spawn"], ends["exit"], true
			)
			if way and way[-1].is_equal_approx(ends["exit"]):
				break
		seen[name] = _plain(way)
		level.free()
	return seen


func materials() -> Dictionary:
	var seen := {}
	for path: String in _found("res://materials", ".tres"):
		var material: ORMMaterial3D = load(path)
		var told := {"again": _again(path), "name": material.resource_name}
		for property: Dictionary in material.get_property_list():
			var value: Variant = material.get(property["name"])
			if value is Texture2D:
				told[property["name"]] = _texture(value)
			elif value != null and not value is Object:
				told[property["name"]] = _plain(value)
		seen[path.get_file().get_basename()] = told
	return seen


func sheets() -> Dictionary:
	var seen := {}
	for path: String in _found("res://sheets", ".tres"):
		var tiles: TileSet = load(path)
		var source: TileSetAtlasSource = tiles.get_source(0)
		var told := {"again": _again(path), "mode": tiles.get_terrain_set_mode(0), "tiles": []}
		told["terrains"] = []
		for number: int in tiles.get_terrains_count(0):
			told["terrains"].append(tiles.get_terrain_name(0, number))
		for number: int in source.get_tiles_count():
			told["tiles"].append(_sheet_tile(source, source.get_tile_id(number)))
		told["painted"] = _painted(tiles)
		seen[path.get_file().get_basename()] = told
	return seen


func _sheet_tile(source: TileSetAtlasSource, at: Vector2i) -> Dictionary:
	var tile := source.get_tile_data(at, 0)
	var like := []
	for side: int in 16:
		if tile.terrain >= 0 and tile.is_valid_terrain_peering_bit(side):
			if tile.get_terrain_peering_bit(side) == tile.terrain:
				like.append(side)
	var frames := []
	for frame: int in source.get_tile_animation_frames_count(at):
		var where := source.get_tile_texture_region(at, frame)
		var shown := {
			"ms": roundi(1000 * source.get_tile_animation_frame_duration(at, frame)),
			"pixels": _pixels(source.texture.get_image().get_region(where)),
		}
		frames.append(shown)
	return {
		"square": _plain(at),
		"tile": tile.get_custom_data("tile"),
		"terrain": tile.terrain,
		"like": like,
		"frames": frames,
	}


## What Godot's terrain brush lays for the first terrain, where `lake.json` says.
func _painted(tiles: TileSet) -> Array:
	var cells: Array[Vector2i] = []
	for at: Array in JSON.parse_string(FileAccess.get_file_as_string("res://lake.json")):
		cells.append(Vector2i(at[0], at[1]))
	var layer := TileMapLayer.new()
	layer.tile_set = tiles
	layer.set_cells_terrain_connect(cells, 0, 0)
	var laid := []
	for at: Vector2i in layer.get_used_cells():
		laid.append([_plain(at), _plain(layer.get_cell_atlas_coords(at))])
	layer.free()
	return laid


func quests() -> Dictionary:
	for path: String in _found("res://quests", ".translation"):
		TranslationServer.add_translation(load(path))
	TranslationServer.set_locale("en")
	var seen := {}
	for path: String in _found("res://quests", ".tres"):
		var quest: Resource = load(path)
		var told: Dictionary = quest.get_meta("quest")
		var texts := {}
		for line: Dictionary in told["lines"]:
			texts[line["key"]] = tr(line["key"])
		var name := quest.resource_name
		seen[told["id"]] = {"quest": told, "name": name, "tr": texts, "again": _again(path)}
	return seen


func pixel() -> Dictionary:
	var art: CanvasTexture = load("res://pixel/lava.tres")
	var box: StyleBoxTexture = load("res://pixel/panel.tres")
	var margins := []
	for side: Side in [SIDE_LEFT, SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM]:
		margins.append(box.get_texture_margin(side))
	var stretched := [box.axis_stretch_horizontal, box.axis_stretch_vertical]
	var repeated := StyleBoxTexture.AXIS_STRETCH_MODE_TILE
	return {
		"diffuse": _texture(art.diffuse_texture),
		"normal": _texture(art.normal_texture),
		"nearest": art.texture_filter == CanvasItem.TEXTURE_FILTER_NEAREST,
		"repeats": art.texture_repeat == CanvasItem.TEXTURE_REPEAT_ENABLED,
		"panel": _texture(box.texture),
		"margins": margins,
		"tiled": stretched.map(func(mode: int) -> bool: return mode == repeated),
	}


## The file as Godot itself writes what it has read.
func _again(path: String) -> String:
	var copy := "user://again." + path.get_extension()
	ResourceSaver.save(load(path), copy)
	return FileAccess.get_file_as_string(copy)


func _texture(of: Texture2D) -> Dictionary:
	var picture := of.get_image()
	return {
		"file": of.resource_path.get_file(),
		"size": _plain(picture.get_size()),
		"mipmaps": picture.has_mipmaps(),
		"pixels": _pixels(picture),
	}


## Red, green, blue and alpha of each, by rows.
func _pixels(of: Image) -> String:
	var plain: Image = of.duplicate()
	plain.clear_mipmaps()
	plain.convert(Image.FORMAT_RGBA8)
	return Marshalls.raw_to_base64(plain.get_data())


func _said(of: Object) -> Dictionary:
	var said := {}
	for name: StringName in of.get_meta_list():
		said[name] = _plain(of.get_meta(name))
	return said


func _plain(value: Variant) -> Variant:
	match typeof(value):
		TYPE_RECT2I:
			return [value.position.x, value.position.y, value.size.x, value.size.y]
		TYPE_VECTOR2, TYPE_VECTOR2I:
			return [value.x, value.y]
		TYPE_PACKED_VECTOR2_ARRAY:
			return Array(value).map(_plain)
	return value


func _found(folder: String, ending: String) -> Array:
	var found := []
	for name: String in DirAccess.get_files_at(folder):
		if name.ends_with(ending) and not name.ends_with(".tileset.tres"):
			found.append(folder + "/" + name)
	return found
