extends SceneTree
## Loads every script of the project, with the warnings that project.godot makes errors; prints how
## many there are.

var _count := 0


func _initialize() -> void:
	_load_all("res://")
	print("scripts: %d" % _count)
	quit()


func _load_all(folder: String) -> void:
	for inner: String in DirAccess.get_directories_at(folder):
		_load_all(folder.path_join(inner))
	for file: String in DirAccess.get_files_at(folder):
		if file.ends_with(".gd"):
			load(folder.path_join(file))
			_count += 1
