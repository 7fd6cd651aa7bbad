# What GDScript 4 has and Godot 3.2 lacks, for scripts that tests/clients/godot3.py converts.
extends Reference


# 3.2 leaves pairs of surrogates apart, which are one character.
class Json:
	extends Reference
	var data = null

	func parse(text):
		var parsed = JSON.parse(_joined(text))
		data = parsed.result
		return parsed.error

	func _joined(text):
		if not "\\ud" in text.to_lower():
			return text
		var pairs = RegEx.new()
		pairs.compile("(?i)(?<!\\\\)((?:\\\\\\\\)*)\\\\u(d[89ab][0-9a-f]{2})\\\\u(d[c-f][0-9a-f]{2})")
		for pair in pairs.search_all(text):
			var high = ("0x" + pair.get_string(2)).hex_to_int() - 0xD800
			var low = ("0x" + pair.get_string(3)).hex_to_int() - 0xDC00
			var joined = char(0x10000 + (high << 10) + low)
			text = text.replace(pair.get_string(0), pair.get_string(1) + joined)
		return text


static func mini(a, b):
	return int(min(a, b))


static func maxi(a, b):
	return int(max(a, b))


# Godot 3's ends with what is at `to`, and takes no empty range.
static func slice(list, from, to):
	if to <= from:
		return [] if list is Array else PoolByteArray()
	if list is Array:
		return list.slice(from, to - 1)
	return list.subarray(from, to - 1)


static func open(path, mode):
	var file = File.new()
	return file if file.open(path, mode) == OK else null


static func file_exists(path):
	return File.new().file_exists(path)


# A process that ended stays as a zombie until its parent asks for it; Godot 3 never does.
static func is_process_running(pid):
	var output = []
	OS.execute("ps", ["-o", "stat=", "-p", str(pid)], true, output)
	var state = str(output[0]).strip_edges()
	return state != "" and not state.begins_with("Z")
