// A sample to copy into a game's module: an actor that is spoken to, and shows what it says.
#pragma once

#include "CoreMinimal.h"
#include "GameFramework/Actor.h"
#include "NpcComponent.h"

#include "TalkingNpc.generated.h"

UCLASS()
class ATalkingNpc : public AActor
{
    GENERATED_BODY()

public:
    ATalkingNpc();

    /** Call it with what the player typed. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void Hear(const FString& Text);

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TObjectPtr<UNpcComponent> Npc;

    /** What has been said so far, for a speech bubble. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Subtitle;

    virtual void BeginPlay() override;

private:
    UFUNCTION()
    void ShowText(const FString& Text);
    UFUNCTION()
    void DoAction(const FNpcAction& Action);
    UFUNCTION()
    void ShowFailure(const FNpcFailure& Failure);
};
