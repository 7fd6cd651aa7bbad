// What the editor's importers make of files.
#pragma once

#include "NpcContent.h"
#include "NpcFactories.h"
#include "game.h"

namespace {

// What the importer that takes the file makes of it.
UObject* import(UFactory& factory, const FString& file) {
    FString text;
    FFeedbackContext log;
    UFactory::CurrentFilename() = file;
    if (!factory.FactoryCanImport(file) || !FFileHelper::LoadFileToString(text, *file)) {
        return nullptr;
    }
    UNpcLevel folder;
    const TCHAR* begin = *text;
    return factory.FactoryCreateText(factory.SupportedClass, &folder, TEXT("Asset"), RF_NoFlags, nullptr,
                                     TEXT("json"), begin, begin + text.Len(), &log);
}

void print(const UNpcLevel& level) {
    for (FIntVector cell(0, 0, 0); cell.Y < level.Size.Y; ++cell.Y) {
        for (cell.X = 0; cell.X < level.Size.X; ++cell.X) {
            FNpcLevelTile tile;
            for (int32 layer = 0; layer < level.Layers.Num(); ++layer) {
                level.GetTile(layer, cell, tile);
            }
            std::printf("%s ", utf8(tile.Name.ToString()).c_str());
        }
        std::printf("\n");
    }
}

int import_both(const char* level_file, const char* material_file) {
    UMaterialInterface parent;
    GetMutableDefault<UNpcGenSettings>()->MaterialParent = &parent;
    UNpcLevelFactory levels;
    UNpcMaterialFactory materials;
    const UObject* level = import(levels, FString(UTF8_TO_TCHAR(level_file)));
    if (level != nullptr) {
        print(*static_cast<const UNpcLevel*>(level));
    }
    const UObject* material = import(materials, FString(UTF8_TO_TCHAR(material_file)));
    stub_objects().clear();
    return level != nullptr && material != nullptr ? 0 : 1;
}

}  // namespace
