@tool
extends RefCounted
## Reads google.rpc's details of an error (ErrorInfo, RetryInfo, BadRequest) from their protobuf
## bytes, so that no protobuf library is needed. What is damaged says nothing.

const Failure := preload("failure.gd")

const _VARINT := 0
const _BYTES := 2


## Fills in what one detail of a Connect error says.
static func apply(failure: Failure, detail: Dictionary) -> void:
	var fields := fields_of(_raw(str(detail.get("value", ""))))
	match str(detail.get("type", "")):
		"google.rpc.ErrorInfo":
			failure.reason = _text(fields, 1)
		"google.rpc.RetryInfo":
			var delay := fields_of(_first(fields, 1, PackedByteArray()))
			failure.retry_after_ms = (
				_first(delay, 1, 0) * 1000 + int(_first(delay, 2, 0) / 1000000.0)
			)
		"google.rpc.BadRequest":
			failure.field = _text(fields_of(_first(fields, 1, PackedByteArray())), 1)


## Pairs of a field's number and its value: a whole number, or bytes.
static func fields_of(bytes: PackedByteArray) -> Array:
	var fields := []
	var at := 0
	while at < bytes.size():
		var key := _varint(bytes, at)
		var value := _varint(bytes, key[1])
		at = value[1]
		if key[0] & 7 == _VARINT and at <= bytes.size():
			fields.append([key[0] >> 3, value[0]])
		elif key[0] & 7 == _BYTES and at + value[0] <= bytes.size():
			fields.append([key[0] >> 3, bytes.slice(at, at + value[0])])
			at += value[0]
		else:
			break
	return fields


## The number at `at`, and where the next thing is; beyond the end where the number has none.
static func _varint(bytes: PackedByteArray, at: int) -> Array:
	var number := 0
	var shift := 0
	while at < bytes.size() and shift < 64:
		number |= (bytes[at] & 0x7F) << shift
		if bytes[at] < 0x80:
			return [number, at + 1]
		at += 1
		shift += 7
	return [0, bytes.size() + 1]


static func _first(fields: Array, number: int, default: Variant) -> Variant:
	for field: Array in fields:
		if field[0] == number and typeof(field[1]) == typeof(default):
			return field[1]
	return default


static func _text(fields: Array, number: int) -> String:
	var bytes: PackedByteArray = _first(fields, number, PackedByteArray())
	return bytes.get_string_from_utf8()


## Connect leaves the padding out.
static func _raw(base64: String) -> PackedByteArray:
	while base64.length() % 4 != 0:
		base64 += "="
	return Marshalls.base64_to_raw(base64)
