// Project Settings > Plugins > NpcGen.
#pragma once

#include "CoreMinimal.h"
#include "Engine/DeveloperSettings.h"
#include "Materials/MaterialInterface.h"

#include "NpcGenSettings.generated.h"

UCLASS(Config = Game, DefaultConfig, meta = (DisplayName = "NpcGen"))
class NPCGEN_API UNpcGenSettings : public UDeveloperSettings
{
    GENERATED_BODY()

public:
    /** The server's HTTP port, which it prints as http= when it starts. */
    UPROPERTY(Config, EditAnywhere, Category = "Server")
    FString ServerUrl = TEXT("http://127.0.0.1:8080");

    /** One of the server's NPCGEN_API_KEYS; empty for none. It ships with the game: anybody can read it. */
    UPROPERTY(Config, EditAnywhere, Category = "Server")
    FString ApiKey;

    /** Seconds for a whole reply, 1..600. */
    UPROPERTY(Config, EditAnywhere, Category = "Server", meta = (ClampMin = "1", ClampMax = "600"))
    float ReplyTimeoutS = 60.0f;

    /** Seconds for a level, quests or a material, 1..600. */
    UPROPERTY(Config, EditAnywhere, Category = "Server", meta = (ClampMin = "1", ClampMax = "600"))
    float MakeTimeoutS = 120.0f;

    /** Seconds for every other call, 1..600. */
    UPROPERTY(Config, EditAnywhere, Category = "Server", meta = (ClampMin = "1", ClampMax = "600"))
    float CallTimeoutS = 30.0f;

    /** Start a server with the game, on a free port, and end it with the game. */
    UPROPERTY(Config, EditAnywhere, Category = "Launcher")
    bool bLaunchServer = false;

    /** The program that `npcgen bundle` made; relative to the project's folder, or absolute. */
    UPROPERTY(Config, EditAnywhere, Category = "Launcher", meta = (EditCondition = "bLaunchServer"))
    FString ServerProgram;

    /** More flags of `npcgen serve`. Example: --model my.gguf */
    UPROPERTY(Config, EditAnywhere, Category = "Launcher", meta = (EditCondition = "bLaunchServer"))
    FString ServerFlags;

    /** What imported materials are instances of: a material with the texture parameters BaseColor, ORM,
     *  Normal, Height and Emissive. */
    UPROPERTY(Config, EditAnywhere, Category = "Import")
    TSoftObjectPtr<UMaterialInterface> MaterialParent;

    virtual FName GetCategoryName() const override { return TEXT("Plugins"); }
};
