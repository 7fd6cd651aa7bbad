extends SceneTree
## Draws exports of the project, each in a viewport of its own, and writes the pixels as JSON.

const SIDE := 64


func _initialize() -> void:
	var views := {
		"arrows": _level("res://levels/arrows.tscn", Vector2i(80, 32), 1),
		"arrows, larger": _level("res://levels/arrows.tscn", Vector2i(240, 96), 3),
		"drawn": _level("res://levels/drawn.tscn", Vector2i(768, 512), 2),
		"from the right": _material("tilted", Vector3(0, PI / 3, 0), 0),
		"from above": _material("tilted", Vector3(-PI / 3, 0, 0), 0),
		"in the shade": _material("surfaces", Vector3.ZERO, 1),
		"in the light": _material("surfaces", Vector3.ZERO, 0),
	}
	for frame: int in 3:
		await process_frame
	await RenderingServer.frame_post_draw
	var seen := {}
	for name: String in views:
		var picture: Image = views[name].get_texture().get_image()
		picture.convert(Image.FORMAT_RGBA8)
		seen[name] = {
			"width": picture.get_width(),
			"pixels": Marshalls.raw_to_base64(picture.get_data()),
		}
	var answer := FileAccess.open(OS.get_cmdline_user_args()[0], FileAccess.WRITE)
	answer.store_string(JSON.stringify(seen))
	answer.close()
	quit()


func _view(size: Vector2i) -> SubViewport:
	var view := SubViewport.new()
	view.size = size
	view.own_world_3d = true
	view.transparent_bg = true
	view.render_target_update_mode = SubViewport.UPDATE_ALWAYS
	root.add_child(view)
	return view


func _level(path: String, size: Vector2i, times: int) -> SubViewport:
	var view := _view(size)
	var level: Node2D = load(path).instantiate()
	level.scale = Vector2.ONE * times
	view.add_child(level)
	return view


## Seen from the front, once over the picture; without ambient light one lamp shines from `turned`.
func _material(name: String, turned: Vector3, ambient: float) -> SubViewport:
	var view := _view(Vector2i(SIDE, SIDE))
	var wall := MeshInstance3D.new()
	wall.mesh = QuadMesh.new()
	wall.mesh.material = load("res://materials/%s.tres" % name)
	view.add_child(wall)
	var eye := Camera3D.new()
	eye.projection = Camera3D.PROJECTION_ORTHOGONAL
	eye.size = 1
	eye.position.z = 1
	eye.environment = Environment.new()
	eye.environment.ambient_light_source = Environment.AMBIENT_SOURCE_COLOR
	eye.environment.ambient_light_color = Color.WHITE
	eye.environment.ambient_light_energy = ambient
	eye.environment.reflected_light_source = Environment.REFLECTION_SOURCE_DISABLED
	view.add_child(eye)
	if ambient == 0:
		var lamp := DirectionalLight3D.new()
		lamp.rotation = turned
		view.add_child(lamp)
	return view
