@tool
extends EditorInspectorPlugin
## Puts a panel to talk into the inspector of every Npc.

const NpcScript := preload("../npc.gd")
const TalkPanel := preload("talk_panel.gd")

# The talks by their Npcs' instance ids: the editor rebuilds the inspector whenever files change.
var _talks := {}


func _can_handle(object: Object) -> bool:
	var script: Variant = object.get_script()
	while script != null:
		if script == NpcScript:
			return true
		script = script.get_base_script()
	return false


func _parse_begin(object: Object) -> void:
	var panel := TalkPanel.new()
	panel.npc = object
	panel.kept = _talks.get_or_add(object.get_instance_id(), panel.kept)
	add_custom_control(panel)
