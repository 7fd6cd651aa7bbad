@tool
extends RefCounted
## A level as the wire has it (a dictionary, message `Level`), painted onto TileMapLayers in a game
## that makes its levels while it runs. In the editor, import its scene instead.

const _AREAS := "areas"
const _HEIGHTS := "heights"
const _DEFLATE := 1

var width := 0
var height := 0
var floors := 0
## The names of tiles; a cell counts them from 1.
var tiles := []
## What stands where: dictionaries of id, kind, x, y, floor and properties.
var entities := []

var _cells := {}


## Reads the level of a Content that is finished.
func _init(level := {}) -> void:
	width = int(level.get("width", 0))
	height = int(level.get("height", 0))
	floors = int(level.get("floors", 0))
	entities = level.get("entities", [])
	for tile: Dictionary in level.get("tiles", []):
		tiles.append(tile["name"])
	for layer: Dictionary in level.get("layers", []):
		_cells[layer["name"]] = layer.get("cells", PackedByteArray())


## The names of the layers, in the order that they are drawn.
func layers() -> Array:
	return _cells.keys()


## The name of the tile in a cell; "" for none.
func tile_at(layer: String, x: int, y: int, floor_number := 0) -> String:
	var cells: PackedByteArray = _cells[layer]
	var at := 2 * ((floor_number * height + y) * width + x)
	var tile := cells[at] | (cells[at + 1] << 8)
	return tiles[tile - 1] if tile > 0 else ""


## Sets the cells of `map`, a TileMapLayer, to one floor of a layer. `atlas` says where each tile is
## in the map's tile set: its name to its Vector2i; a tile that isn't there leaves its cell empty.
func paint(map: Variant, layer: String, atlas: Dictionary, source := 0, floor_number := 0) -> void:
	for y: int in range(height):
		for x: int in range(width):
			var tile := tile_at(layer, x, y, floor_number)
			if atlas.has(tile):
				map.set_cell(Vector2i(x, y), source, atlas[tile])


## Puts a LevelCells, a part of the cells of one layer, where it belongs.
static func add_cells(level: Dictionary, part: Dictionary) -> void:
	var holder := level
	var field: String = part["layer"]
	if field != _AREAS and field != _HEIGHTS:
		for layer: Dictionary in level["layers"]:
			if layer["name"] == field:
				holder = layer
		field = "cells"
	var bytes := PackedByteArray()
	if typeof(holder.get(field)) == TYPE_PACKED_BYTE_ARRAY:
		bytes = holder[field]
	# A part that is sent again takes its own place.
	bytes = bytes.slice(0, int(part.get("offset", 0)))
	bytes.append_array(Marshalls.base64_to_raw(part["data"]))
	holder[field] = bytes


## The level as a request takes it: with its cells compressed.
static func packed(level: Dictionary) -> Dictionary:
	var request := level.duplicate(true)
	for layer: Dictionary in request["layers"]:
		_pack(layer, "cells", "cellsZlib")
	_pack(request, _AREAS, "areasZlib")
	_pack(request, _HEIGHTS, "heightsZlib")
	return request


static func _pack(holder: Dictionary, field: String, packed_field: String) -> void:
	if typeof(holder.get(field)) == TYPE_PACKED_BYTE_ARRAY:
		var bytes: PackedByteArray = holder[field]
		holder[packed_field] = Marshalls.raw_to_base64(bytes.compress(_DEFLATE))
	holder.erase(field)
