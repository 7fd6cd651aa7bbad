@tool
extends EditorPlugin
## What the add-on brings into the editor: the autoload, its settings, a panel in each Npc's
## inspector to talk to it, and a dock that makes levels, materials and quests.

const Inspector := preload("editor/inspector.gd")
const MakePanel := preload("editor/make_panel.gd")

const AUTOLOAD := "NpcGen"
const SETTINGS := {
	"npcgen/server/url": "http://127.0.0.1:8080",
	"npcgen/server/key": "",
}

var _inspector: EditorInspectorPlugin = null
var _dock: Control = null


func _enable_plugin() -> void:
	add_autoload_singleton(AUTOLOAD, "res://addons/npcgen/npc_gen.gd")


func _disable_plugin() -> void:
	remove_autoload_singleton(AUTOLOAD)


func _enter_tree() -> void:
	for setting: String in SETTINGS:
		if not ProjectSettings.has_setting(setting):
			ProjectSettings.set_setting(setting, SETTINGS[setting])
		ProjectSettings.set_initial_value(setting, SETTINGS[setting])
	_inspector = Inspector.new()
	add_inspector_plugin(_inspector)
	var panel := MakePanel.new()
	panel.name = "npcgen"
	panel.made.connect(_on_made)
	_dock = panel
	add_control_to_dock(DOCK_SLOT_RIGHT_BL, _dock)


func _exit_tree() -> void:
	remove_inspector_plugin(_inspector)
	remove_control_from_docks(_dock)
	_dock.queue_free()


## The editor imports the files.
func _on_made() -> void:
	EditorInterface.get_resource_filesystem().scan()
