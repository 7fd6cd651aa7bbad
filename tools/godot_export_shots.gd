extends SceneTree
## Draws keep.tscn, with and without what it collides in, and material0.tres and so on on spheres.

const TILE := 16


func _initialize() -> void:
	var pictures := {"godot_level": _level(), "godot_materials": _materials()}
	for frame: int in 4:
		await process_frame
	await RenderingServer.frame_post_draw
	for name: String in pictures:
		pictures[name].get_texture().get_image().save_png("res://%s.png" % name)
	quit()


func _view(size: Vector2i) -> SubViewport:
	var view := SubViewport.new()
	view.size = size
	view.own_world_3d = true
	view.render_target_update_mode = SubViewport.UPDATE_ALWAYS
	root.add_child(view)
	return view


func _level() -> SubViewport:
	var scene: PackedScene = load("res://keep.tscn")
	var level: Node2D = scene.instantiate()
	var cells := Rect2i()
	for layer: TileMapLayer in _layers(level):
		cells = cells.merge(layer.get_used_rect())
	var view := _view(cells.size * TILE * Vector2i(2, 1))
	view.add_child(level)
	var solid: Node2D = scene.instantiate()
	solid.position.x = cells.size.x * TILE
	for layer: TileMapLayer in _layers(solid):
		layer.collision_visibility_mode = TileMapLayer.DEBUG_VISIBILITY_MODE_FORCE_SHOW
	view.add_child(solid)
	return view


func _layers(level: Node) -> Array:
	return level.get_node("floor0").get_children().filter(
		func(node: Node) -> bool: return node is TileMapLayer
	)


func _materials() -> SubViewport:
	var count := 0
	while ResourceLoader.exists("res://material%d.tres" % count):
		count += 1
	var view := _view(Vector2i(360 * count, 380))
	view.msaa_3d = Viewport.MSAA_4X
	for at: int in count:
		var ball := MeshInstance3D.new()
		ball.mesh = SphereMesh.new()
		ball.mesh.radial_segments = 128
		ball.mesh.rings = 64
		ball.mesh.material = load("res://material%d.tres" % at).duplicate()
		ball.mesh.material.uv1_scale = Vector3(4, 2, 1)
		ball.position.x = 1.14 * (at - (count - 1) / 2.0)
		view.add_child(ball)
	var eye := Camera3D.new()
	eye.fov = 21
	eye.position = Vector3(0, 0.35, 3.35)
	eye.rotation.x = -atan2(eye.position.y, eye.position.z)
	eye.environment = _sky()
	view.add_child(eye)
	var lamp := DirectionalLight3D.new()
	lamp.rotation_degrees = Vector3(-40, -35, 0)
	view.add_child(lamp)
	return view


func _sky() -> Environment:
	var air := Environment.new()
	air.background_mode = Environment.BG_SKY
	air.sky = Sky.new()
	air.sky.sky_material = ProceduralSkyMaterial.new()
	air.tonemap_mode = Environment.TONE_MAPPER_FILMIC
	return air
