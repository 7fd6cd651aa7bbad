#include "Engine/DataTable.h"
#include "NpcContent.h"
#include "NpcFactories.h"

namespace
{
// The rows of a table of that name; null for another one's.
UScriptStruct* RowsOf(const FString& Filename)
{
    if (Filename.EndsWith(TEXT(".quests.json")))
    {
        return FNpcQuestRow::StaticStruct();
    }
    if (Filename.EndsWith(TEXT(".nodes.json")))
    {
        return FNpcQuestNodeRow::StaticStruct();
    }
    return Filename.EndsWith(TEXT(".lines.json")) ? FNpcQuestLineRow::StaticStruct() : nullptr;
}
}

UNpcQuestFactory::UNpcQuestFactory()
{
    SupportedClass = UDataTable::StaticClass();
}

bool UNpcQuestFactory::Reads(const FString& Filename) const
{
    return RowsOf(Filename) != nullptr;
}

UObject* UNpcQuestFactory::Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong)
{
    UDataTable* Table = NewObject<UDataTable>(Parent, UDataTable::StaticClass(), Name, Flags);
    Table->RowStruct = RowsOf(GetCurrentFilename());
    Wrong = FString::Join(Table->CreateTableFromJSONString(Text), TEXT("; "));
    return Table;
}
