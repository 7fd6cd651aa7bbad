extends SceneTree
## A test script's main loop: runs its `test_` methods, says what isn't as it should be, and quits
## with how many those were.

var failed := 0


func _initialize() -> void:
	for method: Dictionary in get_method_list():
		if method["name"].begins_with("test_"):
			call(method["name"])
	print("failed: %d" % failed)
	quit(1 if failed else 0)


func equal(got: Variant, wanted: Variant, what: String) -> void:
	if str(got) != str(wanted):
		failed += 1
		print("%s: got %s, not %s" % [what, got, wanted])
