@tool
extends RefCounted
## Reads JSON as it comes over the wire.


## The JSON object in `bytes`; null where they are no UTF-8, no JSON, or no object.
static func read(bytes: PackedByteArray) -> Variant:
	var text := bytes.get_string_from_utf8()
	if text.to_utf8_buffer() != bytes:
		return null
	var json := JSON.new()
	if json.parse(text) != OK or typeof(json.data) != TYPE_DICTIONARY:
		return null
	return json.data


## `value` in JSON, as UTF-8.
static func write(value: Dictionary) -> PackedByteArray:
	return JSON.stringify(value).to_utf8_buffer()
