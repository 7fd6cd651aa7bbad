@tool
extends RefCounted
## What an event carries: properties that are read from JSON by a table, and written back by it.
##
## A subclass has the table: the field's name in JSON to the property. A property's default value
## says its type, and is the value of a field that isn't there.


func _fields() -> Dictionary:
	return {}


## Takes over what `json` says; false where a field has another type than its property.
func read(json: Dictionary) -> bool:
	var fields := _fields()
	for name: String in json:
		if fields.has(name) and not _read_field(fields[name], json[name]):
			return false
	return true


## The fields that aren't at their defaults, as JSON names them.
func to_json() -> Dictionary:
	var fields := _fields()
	var json := {}
	for name: String in fields:
		var value: Variant = get(fields[name])
		if typeof(value) == TYPE_OBJECT:
			value = value.to_json()
		if value:
			json[name] = value
	return json


func _read_field(property: String, value: Variant) -> bool:
	var type := typeof(get(property))
	var given := typeof(value)
	if given == TYPE_NIL:
		return true
	if type == TYPE_OBJECT:
		return given == TYPE_DICTIONARY and get(property).read(value)
	if type == TYPE_INT and given == TYPE_FLOAT:
		set(property, int(value))
		return true
	if type == TYPE_FLOAT and given == TYPE_INT:
		set(property, float(value))
		return true
	if type == given:
		set(property, value)
	return type == given
