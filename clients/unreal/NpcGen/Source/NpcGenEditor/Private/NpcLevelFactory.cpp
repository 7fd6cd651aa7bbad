#include "Core/Level.h"
#include "Misc/FileHelper.h"
#include "NpcContent.h"
#include "NpcFactories.h"
#include "NpcText.h"

UNpcLevelFactory::UNpcLevelFactory()
{
    SupportedClass = UNpcLevel::StaticClass();
}

// NOTE: a level's name has no ending of its own, so its first field tells it.
bool UNpcLevelFactory::Reads(const FString& Filename) const
{
    constexpr int32 Head = 64;
    FString Text;
    return Filename.EndsWith(TEXT(".json")) && FFileHelper::LoadFileToString(Text, *Filename) &&
           Text.Left(Head).Contains(TEXT("\"npcgen level\""));
}

UObject* UNpcLevelFactory::Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong)
{
    npcgen::Level From;
    Wrong = NpcText::FromUtf8(npcgen::read_level(NpcText::ToUtf8(Text), From));
    if (!Wrong.IsEmpty())
    {
        return nullptr;
    }
    UNpcLevel* Level = NewObject<UNpcLevel>(Parent, UNpcLevel::StaticClass(), Name, Flags);
    Level->Read(From);
    return Level;
}
