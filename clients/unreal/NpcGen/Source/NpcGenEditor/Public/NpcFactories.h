// Imports what npcgen exports: drag the file into the content browser. Each takes files by the end
// of their names, before the engine's own importers of JSON.
#pragma once

#include "CoreMinimal.h"
#include "Factories/Factory.h"

#include "NpcFactories.generated.h"

UCLASS(Abstract)
class NPCGENEDITOR_API UNpcJsonFactory : public UFactory
{
    GENERATED_BODY()

public:
    UNpcJsonFactory();

    virtual bool FactoryCanImport(const FString& Filename) override;
    virtual UObject* FactoryCreateText(UClass* Class, UObject* Parent, FName Name, EObjectFlags Flags, UObject* Context,
        const TCHAR* Type, const TCHAR*& Buffer, const TCHAR* BufferEnd, FFeedbackContext* Warn) override;

protected:
    /** Whether this factory reads a file of that name and content. */
    virtual bool Reads(const FString& Filename) const { return false; }

    /** The asset; null, and Wrong says why, where the text can't be read. */
    virtual UObject* Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong)
    {
        return nullptr;
    }
};

/** STEM.json of a level: a UNpcLevel. */
UCLASS()
class NPCGENEDITOR_API UNpcLevelFactory : public UNpcJsonFactory
{
    GENERATED_BODY()

public:
    UNpcLevelFactory();

protected:
    virtual bool Reads(const FString& Filename) const override;
    virtual UObject* Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong) override;
};

/** STEM.quests.json, STEM.nodes.json and STEM.lines.json: a DataTable each. */
UCLASS()
class NPCGENEDITOR_API UNpcQuestFactory : public UNpcJsonFactory
{
    GENERATED_BODY()

public:
    UNpcQuestFactory();

protected:
    virtual bool Reads(const FString& Filename) const override;
    virtual UObject* Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong) override;
};

/** STEM.unreal.json of a texture pack: its pictures, and a material instance that has them. */
UCLASS()
class NPCGENEDITOR_API UNpcMaterialFactory : public UNpcJsonFactory
{
    GENERATED_BODY()

public:
    UNpcMaterialFactory();

protected:
    virtual bool Reads(const FString& Filename) const override;
    virtual UObject* Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong) override;
};
