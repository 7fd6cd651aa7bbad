"""Lays the stub of Unreal's headers out as the engine's are, and plays the engine's header tool."""

import re
from pathlib import Path

from tests.clients.unreal_build import BUILT, UNREAL

STUB = Path(__file__).with_name("unreal_stub")
SOURCE = UNREAL / "NpcGen" / "Source"
MODULES = (SOURCE / "NpcGen", SOURCE / "NpcGenEditor")
SAMPLES = UNREAL / "NpcGen" / "Samples"

_HEADERS = {
    "core.h": """CoreMinimal.h Containers/Ticker.h Templates/Function.h Misc/Guid.h
        Misc/Compression.h Misc/EngineVersionComparison.h Misc/FeedbackContext.h""",
    "objects.h": """Components/ActorComponent.h Engine/DataAsset.h Engine/DataTable.h
        Engine/DeveloperSettings.h Engine/GameInstance.h Engine/Texture2D.h Engine/World.h
        GameFramework/Actor.h ImageUtils.h Kismet/BlueprintAsyncActionBase.h
        Materials/MaterialInstanceDynamic.h Materials/MaterialInterface.h Misc/Paths.h
        Modules/ModuleManager.h Subsystems/GameInstanceSubsystem.h""",
    "http.h": "HttpModule.h Interfaces/IHttpRequest.h Interfaces/IHttpResponse.h",
    "process.h": "HAL/PlatformProcess.h",
    "editor.h": """AssetImportTask.h AssetToolsModule.h Factories/Factory.h
        MaterialEditingLibrary.h Materials/MaterialInstanceConstant.h Misc/FileHelper.h
        Misc/PackageName.h""",
}
_REFLECTED = re.compile(
    r"^(?:UCLASS|USTRUCT)\([^\n]*(?:\n[^\n]*\))?\n(?:class|struct) (?:\w+_API )?(?P<name>\w+)"
    r"(?: : public (?P<base>\w+))?\s*\{\s*GENERATED_BODY\(\)",
    re.MULTILINE,
)


def include_folders() -> list[Path]:
    """Where a module's sources include from; the engine's part is written anew."""
    engine = BUILT / "engine"
    for stub, names in _HEADERS.items():
        for name in names.split():
            _write(engine / name, f'#include "{STUB / stub}"\n')
    for header in headers():
        _write(engine / f"{header.stem}.generated.h", _generated(header))
    folders = [folder for module in MODULES for folder in (module / "Public", module / "Private")]
    return [engine, *(folder for folder in folders if folder.is_dir()), SAMPLES]


def headers() -> list[Path]:
    """Those that hold reflected types."""
    places = [*(module / "Public" for module in MODULES), SAMPLES]
    return [file for place in places for file in sorted(place.glob("*.h"))]


def sources() -> list[Path]:
    """Every file that the engine would compile."""
    return [file for place in (*MODULES, SAMPLES) for file in sorted(place.rglob("*.cpp"))]


def _generated(header: Path) -> str:
    """NOTE: it defines what the line of GENERATED_BODY stands for, as the engine's does; so it has
    to be a header's last include.
    """
    text = header.read_text()
    assert text.count("GENERATED_BODY()") == len(list(_REFLECTED.finditer(text))), header
    lines = [
        "#pragma once",
        "#undef CURRENT_FILE_ID",
        f"#define CURRENT_FILE_ID {header.stem}",
    ]
    for each in _REFLECTED.finditer(text):
        line = text.count("\n", 0, each.end()) + 1
        lines.append(f"#define STUB_BODY_{header.stem}_{line} {_body(each['name'], each['base'])}")
    return "\n".join(lines) + "\n"


def _body(name: str, base: str | None) -> str:
    if name.startswith("F"):
        return "static UScriptStruct* StaticStruct() { static UScriptStruct made; return &made; }"
    return (
        f"public: using Super = {base}; "
        f"static UClass* StaticClass() {{ static UClass made; return &made; }} private:"
    )


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
