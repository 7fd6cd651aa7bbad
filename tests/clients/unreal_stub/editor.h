// What the plugin uses of Unreal's editor: files are read, and what is made of them is told.
#pragma once

#include <fstream>
#include <iterator>

#include "objects.h"

class UFactory : public UObject {
  public:
    static constexpr int32 DefaultImportPriority = 100;
    virtual bool FactoryCanImport(const FString&) { return false; }
    virtual UObject* FactoryCreateText(UClass*, UObject*, FName, EObjectFlags, UObject*, const TCHAR*,
                                       const TCHAR*&, const TCHAR*, FFeedbackContext*) {
        return nullptr;
    }
    static FString& CurrentFilename() {
        static FString name;
        return name;
    }
    static FString GetCurrentFilename() { return CurrentFilename(); }
    UClass* SupportedClass = nullptr;
    bool bCreateNew = true, bEditorImport = false, bText = false;
    int32 ImportPriority = 0;
    TArray<FString> Formats;
};

struct FFileHelper {
    static bool LoadFileToString(FString& into, const TCHAR* path) {
        std::ifstream file(stub_utf8(path), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        into = FString(UTF8_TO_TCHAR(bytes.c_str()));
        return file.good() || file.eof();
    }
};
struct FPackageName {
    static FString GetLongPackagePath(const FString& path) { return path; }
};

struct UEnum {
    int64 GetValueByNameString(const FString& name) const {
        const FString names[] = {TEXT("TC_Default"), TEXT("TC_Normalmap"), TEXT("TC_Masks"),
                                 TEXT("TC_Displacementmap")};
        const auto* found = std::find(std::begin(names), std::end(names), name);
        return found == std::end(names) ? int64{INDEX_NONE} : found - std::begin(names);
    }
};
template <class Enum>
const UEnum* StaticEnum() {
    static UEnum names;
    return &names;
}
template <class Type>
Type* LoadObject(UObject*, const TCHAR*) {
    return NewObject<Type>();
}

class UAssetImportTask : public UObject {
  public:
    FString Filename, DestinationPath, DestinationName;
    bool bAutomated = false, bReplaceExisting = false;
    TArray<FString> ImportedObjectPaths;
};
struct IAssetTools {
    void ImportAssetTasks(const TArray<UAssetImportTask*>& tasks) {
        for (UAssetImportTask* task : tasks) {
            if (std::ifstream(stub_utf8(*task->Filename)).good()) {
                task->ImportedObjectPaths.Add(task->DestinationPath + TEXT("/") + task->DestinationName);
            }
        }
    }
};
struct FAssetToolsModule {
    IAssetTools& Get() {
        static IAssetTools tools;
        return tools;
    }
};
struct FModuleManager {
    template <class Module>
    static Module& LoadModuleChecked(const FName&) {
        static Module module;
        return module;
    }
};

class UMaterialInstanceConstant : public UObject {
  public:
    static UClass* StaticClass() { return nullptr; }
    void SetParentEditorOnly(UMaterialInterface*) {}
};
struct UMaterialEditingLibrary {
    static bool SetMaterialInstanceTextureParameterValue(UMaterialInstanceConstant*, FName name,
                                                         UTexture2D* texture) {
        std::printf("%s %d %s\n", stub_utf8(*name.ToString()).c_str(), texture->CompressionSettings,
                    texture->SRGB ? "sRGB" : "linear");
        return true;
    }
};
