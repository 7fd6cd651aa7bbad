// What the plugin uses of Unreal's objects, worlds and assets.
#pragma once

#include <set>

#include "core.h"

// The makers of *.generated.h define what a class's GENERATED_BODY is, by its file and line.
#define STUB_JOIN_AGAIN(file, line) STUB_BODY_##file##_##line
#define STUB_JOIN(file, line) STUB_JOIN_AGAIN(file, line)
#define GENERATED_BODY() STUB_JOIN(CURRENT_FILE_ID, __LINE__)
#define UCLASS(...)
#define USTRUCT(...)
#define UENUM(...)
#define UPROPERTY(...)
#define UFUNCTION(...)
#define NPCGEN_API
#define NPCGENEDITOR_API

enum { INDEX_NONE = -1 };
struct UClass {};
struct UScriptStruct {};
enum EObjectFlags { RF_NoFlags };

class UWorld;
class UObject {
  public:
    UObject() { living().insert(this); }
    UObject(const UObject&) = delete;
    UObject& operator=(const UObject&) = delete;
    virtual ~UObject() { living().erase(this); }
    static std::set<const UObject*>& living() {
        static std::set<const UObject*> all;
        return all;
    }
    FString GetPathName() const { return TEXT("/Game/Stub"); }
    virtual void PostEditChange() {}
    virtual UWorld* GetWorld() const { return nullptr; }
};

// Objects live until `collect` here, as those that nothing collects do in the engine.
inline std::vector<std::unique_ptr<UObject>>& stub_objects() {
    static std::vector<std::unique_ptr<UObject>> all;
    return all;
}

template <class Type>
Type* NewObject(UObject* = nullptr, UClass* = nullptr, FName = FName(), EObjectFlags = RF_NoFlags) {
    stub_objects().push_back(std::make_unique<Type>());
    return static_cast<Type*>(stub_objects().back().get());
}
template <class Type>
Type* GetMutableDefault() {
    static Type object;
    return &object;
}
template <class Type>
const Type* GetDefault() {
    return GetMutableDefault<Type>();
}

template <class Type>
class TObjectPtr {
  public:
    TObjectPtr(Type* object = nullptr) : object_(object) {}
    operator Type*() const { return object_; }
    Type* operator->() const { return object_; }
    Type& operator*() const { return *object_; }

  private:
    Type* object_;
};
template <class Type>
class TWeakObjectPtr {
  public:
    TWeakObjectPtr(Type* object = nullptr) : object_(object) {}
    Type* Get() const { return UObject::living().count(object_) > 0 ? object_ : nullptr; }
    bool IsValid() const { return Get() != nullptr; }
    void Reset() { object_ = nullptr; }
    Type* operator->() const { return Get(); }

  private:
    Type* object_;
};
template <class Type>
class TSoftObjectPtr {
  public:
    TSoftObjectPtr(Type* object = nullptr) : object_(object) {}
    Type* LoadSynchronous() const { return object_; }

  private:
    Type* object_;
};

class UDeveloperSettings : public UObject {
  public:
    virtual FName GetCategoryName() const { return {}; }
};
struct FSubsystemCollectionBase {};
class UGameInstanceSubsystem : public UObject {
  public:
    virtual void Initialize(FSubsystemCollectionBase&) {}
    virtual void Deinitialize() {}
};
class UGameInstance : public UObject {
  public:
    // One of a kind, begun when it is first asked for.
    template <class Type>
    Type* GetSubsystem() {
        if (subsystem_ == nullptr) {
            FSubsystemCollectionBase collection;
            subsystem_ = std::make_unique<Type>();
            subsystem_->Initialize(collection);
        }
        return static_cast<Type*>(subsystem_.get());
    }
    ~UGameInstance() override { Shutdown(); }
    void Shutdown() {
        if (subsystem_ != nullptr) {
            subsystem_->Deinitialize();
            subsystem_.reset();
        }
    }

  private:
    std::unique_ptr<UGameInstanceSubsystem> subsystem_;
};
class UWorld : public UObject {
  public:
    UWorld* GetWorld() const override { return const_cast<UWorld*>(this); }
    UGameInstance* GetGameInstance() const { return game; }
    UGameInstance* game = nullptr;
};

struct EEndPlayReason {
    enum Type { Destroyed };
};
enum ELevelTick { LEVELTICK_All };
struct FActorComponentTickFunction {
    bool bCanEverTick = false;
};
class UActorComponent : public UObject {
  public:
    virtual void BeginPlay() {}
    virtual void EndPlay(const EEndPlayReason::Type) {}
    virtual void TickComponent(float, ELevelTick, FActorComponentTickFunction*) {}
    UWorld* GetWorld() const override { return world; }
    FActorComponentTickFunction PrimaryComponentTick;
    UWorld* world = nullptr;
};
class AActor : public UObject {
  public:
    // NOTE: as in the engine, the play of its components begins inside of its own.
    virtual void BeginPlay() {
        for (UActorComponent* component : components) {
            component->BeginPlay();
        }
    }
    template <class Type>
    Type* CreateDefaultSubobject(const FName&) {
        Type* made = NewObject<Type>();
        components.push_back(made);
        return made;
    }
    std::vector<UActorComponent*> components;
};

class UBlueprintAsyncActionBase : public UObject {
  public:
    virtual void Activate() {}
    void RegisterWithGameInstance(const UObject*) {}
    virtual void SetReadyToDestroy() { is_ready_to_destroy = true; }
    bool is_ready_to_destroy = false;
};

class UDataAsset : public UObject {};
struct FTableRowBase {};
class UDataTable : public UObject {
  public:
    static UClass* StaticClass() { return nullptr; }
    TArray<FString> CreateTableFromJSONString(const FString&) { return {}; }
    TObjectPtr<UScriptStruct> RowStruct;
};
enum TextureCompressionSettings { TC_Default, TC_Normalmap, TC_Masks, TC_Displacementmap };
class UTexture2D : public UObject {
  public:
    void UpdateResource() {}
    TextureCompressionSettings CompressionSettings = TC_Default;
    bool SRGB = true, bFlipGreenChannel = false;
};
struct FImageUtils {
    static UTexture2D* ImportBufferAsTexture2D(const TArray<uint8>& bytes) {
        const bool is_png = bytes.Num() > 8 && std::equal(bytes.begin(), bytes.begin() + 4, "\x89PNG", [](uint8 left, char right) {
                                return left == static_cast<uint8>(right);
                            });
        return is_png ? NewObject<UTexture2D>() : nullptr;
    }
};
class UMaterialInterface : public UObject {};
class UMaterialInstanceDynamic : public UMaterialInterface {
  public:
    static UMaterialInstanceDynamic* Create(UMaterialInterface*, UObject*) { return NewObject<UMaterialInstanceDynamic>(); }
    void SetTextureParameterValue(FName name, UTexture2D* texture) { textures.push_back({name.ToString(), texture}); }
    std::vector<std::pair<FString, UTexture2D*>> textures;
};

struct FDefaultModuleImpl {};
#define IMPLEMENT_MODULE(type, name) static_assert(sizeof(type) > 0, #name);

struct FPaths {
    static bool IsRelative(const FString& path) { return path.IsEmpty() || **path != u'/'; }
    static FString Combine(const FString& left, const FString& right) { return left + TEXT("/") + right; }
    static FString ProjectDir() { return TEXT("."); }
    static FString GetPath(const FString& path) {
        const FStringView whole(*path);
        return FString(whole.substr(0, whole.rfind(u'/')));
    }
};
