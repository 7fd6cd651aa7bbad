#include "Misc/FeedbackContext.h"
#include "NpcFactories.h"

UNpcJsonFactory::UNpcJsonFactory()
{
    bCreateNew = false;
    bEditorImport = true;
    bText = true;
    ImportPriority = DefaultImportPriority + 1;
    Formats.Add(TEXT("json;What npcgen exported"));
}

bool UNpcJsonFactory::FactoryCanImport(const FString& Filename)
{
    return Reads(Filename);
}

UObject* UNpcJsonFactory::FactoryCreateText(UClass* Class, UObject* Parent, FName Name, EObjectFlags Flags,
    UObject* Context, const TCHAR* Type, const TCHAR*& Buffer, const TCHAR* BufferEnd, FFeedbackContext* Warn)
{
    FString Wrong;
    UObject* Asset = Read(Parent, Name, Flags, FString(FStringView(Buffer, static_cast<int32>(BufferEnd - Buffer))), Wrong);
    if (!Wrong.IsEmpty())
    {
        Warn->Logf(ELogVerbosity::Error, TEXT("%s: %s"), *Name.ToString(), *Wrong);
    }
    return Asset;
}
