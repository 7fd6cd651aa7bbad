#include "TalkingNpc.h"

DEFINE_LOG_CATEGORY_STATIC(LogTalkingNpc, Log, All);

ATalkingNpc::ATalkingNpc()
{
    Npc = CreateDefaultSubobject<UNpcComponent>(TEXT("Npc"));
    Npc->PersonaId = TEXT("brannoch");
    Npc->FallbackLines = {TEXT("Not now. Iron's hot.")};
}

void ATalkingNpc::BeginPlay()
{
    Super::BeginPlay();
    Npc->OnTextDelta.AddDynamic(this, &ATalkingNpc::ShowText);
    Npc->OnAction.AddDynamic(this, &ATalkingNpc::DoAction);
    Npc->OnFailed.AddDynamic(this, &ATalkingNpc::ShowFailure);
    Npc->Warmup();
}

void ATalkingNpc::Hear(const FString& Text)
{
    FNpcReplyOptions Options;
    FNpcActionDeclaration Wave;
    Wave.Name = TEXT("wave");
    Wave.Description = TEXT("Waves a hand.");
    Options.Actions.Add(Wave);
    if (Npc->Chat(Text, Options))
    {
        Subtitle.Reset();
    }
}

void ATalkingNpc::ShowText(const FString& Text)
{
    Subtitle += Text;
}

void ATalkingNpc::DoAction(const FNpcAction& Action)
{
    Npc->AcknowledgeAction(Action, true, TEXT("You waved."));
}

void ATalkingNpc::ShowFailure(const FNpcFailure& Failure)
{
    UE_LOG(LogTalkingNpc, Warning, TEXT("%s: %s. %s"), *Failure.Reason, *Failure.Message, *Failure.Hint);
}
