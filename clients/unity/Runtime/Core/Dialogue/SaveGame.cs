using System;

namespace Npcgen
{
    /// <summary>Saves with the keys that a game knows its NPCs by.</summary>
    public static class SaveGame
    {
        /// <summary>A save; an empty one, without a call, where there is nothing to save.</summary>
        public static Pending<NpcSave> Save(Dialogue dialogue, string[] keys, string[] conversationIds)
        {
            var save = new NpcSave { keys = keys, conversationIds = conversationIds };
            if (conversationIds.Length == 0)
            {
                return Pending<NpcSave>.Of(save);
            }
            var pending = new Pending<NpcSave>();
            dialogue.SaveConversations(conversationIds).Then(
                data =>
                {
                    save.data = data;
                    pending.Complete(save, null);
                },
                failure => pending.Complete(null, failure));
            return pending;
        }

        public static Pending<bool> Load(Dialogue dialogue, NpcSave save)
        {
            return save.conversationIds.Length > 0 ? dialogue.LoadConversations(save.data) : Pending<bool>.Of(true);
        }

        /// <summary>Empty where the save has none under that key.</summary>
        public static string ConversationOf(NpcSave save, string key)
        {
            int at = Array.IndexOf(save.keys, key);
            return at < 0 ? "" : save.conversationIds[at];
        }
    }
}
