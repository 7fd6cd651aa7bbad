"""Turns our GDScript 4 into GDScript 3, so that Debian's godot3-server can run it.

Mechanical: types are taken out, renamed calls get their old names, and what Godot 3 lacks comes
from godot3_compat.gd. What has no such translation (await, lambdas) is an error, not a guess.
"""

import re
import shutil
from pathlib import Path

COMPAT = Path(__file__).with_name("godot3_compat.gd")
_EDITOR_S_OWN = ("plugin.gd", "inspector.gd")
_COMPAT_LINE = 'const Godot3 = preload("res://godot3_compat.gd")'

_TYPE = r"(?:[A-Z]\w*(?:\.\w+)*|int|float|bool|void)(?:\[[\w.]+\])?"
_UNKNOWN = re.compile(r"\bawait\b|\bfunc\s*\(|\bCallable\(|@rpc")

# Of code without its texts and comments, in this order.
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^@(icon|warning_ignore).*$", ""),
        (r"^class_name .*$", ""),
        (r"^@tool$", "tool"),
        (r"^@export_\w+(\(.*?\))? var ", "export var "),
        (r"^@export var (\w+): (\w+) =", r"export(\2) var \1 ="),
        (r"^@export var ", "export var "),
        (r"^@onready ", "onready "),
        (rf"(?<=\w): ({_TYPE})(?=\s*(=|,|\)|$|in\b))", ""),
        (rf" -> {_TYPE}:", ":"),
        (r":=", "="),
        (r"\btext_submitted\b", "text_entered"),
        (r"\bextends RefCounted\b", "extends Reference"),
        (r"(\bTLSOptions\.client\(\)) if (\S+) else null", r"\2"),
        (r"\bsuper\(", ".SUPER("),
        (r"\bsuper\.", "."),
        (r"\b(\w+(?:\.\w+)*)\.(\w+)\.emit\(", r'\1.emit_signal("\2", '),
        (r"(?<![\w.])(\w+)\.emit\(", r'emit_signal("\1", '),
        (r'(emit_signal\("\w+"), \)', r"\1)"),
        (
            r"\b([\w.]+)\.(\w+)\.connect\((\w+)\.bind\((.*)\)\)",
            r'\1.connect("\2", self, "\3", [\4])',
        ),
        (r"\b([\w.]+)\.(\w+)\.connect\((\w+)\)", r'\1.connect("\2", self, "\3")'),
        (r"\b([\w.]+)\.slice\(", r"Godot3.slice(\1, "),
        (r"\.read_chunk_size = (.*)$", r".set_read_chunk_size(\1)"),
        (r"_socket\.poll\(\)", "pass"),
        (r"\bPacked(Byte|String|Color|Vector2)Array\b", r"Pool\1Array"),
        (r"\bPackedInt32Array\b", "PoolIntArray"),
        (r"\.is_empty\(", ".empty("),
        (r"\.to_utf8_buffer\(", ".to_utf8("),
        (r"\bJSON\.stringify\(", "JSON.print("),
        (r"\bJSON\.new\(\)", "Godot3.Json.new()"),
        (r"\b(mini|maxi)\(", r"Godot3.\1("),
        (r"\bTime\.get_unix_time_from_system\(\)", "(OS.get_system_time_msecs() / 1000.0)"),
        (r"\bTime\.get_ticks", "OS.get_ticks"),
        (r"\bSTATUS_TLS_", "STATUS_SSL_"),
        (r"\bTYPE_FLOAT\b", "TYPE_REAL"),
        (r"\bTYPE_PACKED_BYTE_ARRAY\b", "TYPE_RAW_ARRAY"),
        (r"\bprocess_mode = Node\.PROCESS_MODE_ALWAYS", "pause_mode = Node.PAUSE_MODE_PROCESS"),
        (r"\bEngine\.max_fps\b", "Engine.target_fps"),
        (r"\bFileAccess\.(open|file_exists)\(", r"Godot3.\1("),
        (r"\bFileAccess\.(READ|WRITE)\b", r"File.\1"),
        (r"\bDirAccess\.remove_absolute\(", "Directory.new().remove("),
        (r"\bDirAccess\.make_dir_recursive_absolute\(", "Directory.new().make_dir_recursive("),
        (r"\bClassDB\.instantiate\(", "ClassDB.instance("),
        (r"\bcustom_minimum_size\b", "rect_min_size"),
        (r"\bautowrap_mode = .*$", "autowrap = true"),
        (r"(\x00\d+\x00)\.join\((.*)\)$", r"\2.join(\1)"),
        (r"\bVector2i\b", "Vector2"),
        (r"\bOS\.create_process\((.*)\)", r"OS.execute(\1, false)"),
        (r"\bOS\.is_process_running\(", "Godot3.is_process_running("),
    )
)


def converted(source: str) -> str:
    """The same script for Godot 3; raises ValueError for what has no translation."""
    lines = [_line(number, line) for number, line in enumerate(source.splitlines(), 1)]
    _name_supers(lines)
    if "extends SceneTree" in lines:
        lines = [line.replace("func _process(", "func _idle(") for line in lines]
    if any("Godot3." in line for line in lines):
        at = next(at for at, line in enumerate(lines) if line.startswith("extends "))
        lines.insert(at + 1, _COMPAT_LINE)
    return "\n".join(lines) + "\n"


def convert_tree(source: Path, target: Path) -> None:
    """A project for Godot 3 of all scripts below `source` that need no editor."""
    for script in source.rglob("*.gd"):
        if script.name in _EDITOR_S_OWN:
            continue
        made = target / script.relative_to(source)
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(converted(script.read_text("utf-8")), "utf-8")
    shutil.copy(COMPAT, target / COMPAT.name)


def _line(number: int, line: str) -> str:
    code, texts = _without_texts(line)
    if _UNKNOWN.search(code):
        raise ValueError(f"line {number} has no translation to GDScript 3: {line.strip()}")
    indent = len(code) - len(code.lstrip("\t"))
    code = code[indent:]
    for pattern, replacement in _RULES:
        code = pattern.sub(replacement, code)
    return "\t" * indent + re.sub(r"\x00(\d+)\x00", lambda hit: texts[int(hit[1])], code)


def _without_texts(line: str) -> tuple[str, list[str]]:
    """The line's code with a number for each of its texts, and those; its comment is gone."""
    texts: list[str] = []

    def kept(hit: re.Match[str]) -> str:
        if hit[0].startswith("#"):
            return ""
        texts.append(hit[0])
        return f"\x00{len(texts) - 1}\x00"

    return re.sub(r'"(?:\\.|[^"\\])*"|#.*', kept, line).rstrip(), texts


def _name_supers(lines: list[str]) -> None:
    """Godot 3 calls the parent's method by its name."""
    name = ""
    for at, line in enumerate(lines):
        if found := re.match(r"\s*(?:static )?func (\w+)\(", line):
            name = found[1]
        lines[at] = line.replace(".SUPER(", f".{name}(")
