using System;

namespace Npcgen
{
    /// <summary>Saves with the keys that a game knows its NPCs by.</summary>
    public static class SaveGame
    {
        /// <summary>A save; an empty one, without a call, where there is nothing to save.</summary>
        public static Pending<NpcSave> Save(Dialogue dialogue, string[] keys, string[] conversationIds)
        {
            var pending = new Pending<NpcSave>();
            var save = new NpcSave { keys = keys, conversationIds = conversationIds };
            if (conversationIds.Length == 0)
            {
                pending.Complete(save, null);
                return pending;
            }
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
            if (save.conversationIds.Length > 0)
            {
                return dialogue.LoadConversations(save.data);
            }
            var nothing = new Pending<bool>();
            nothing.Complete(true, null);
            return nothing;
        }

        /// <summary>Empty where the save has none under that key.</summary>
        public static string ConversationOf(NpcSave save, string key)
        {
            int at = Array.IndexOf(save.keys, key);
            return at < 0 ? "" : save.conversationIds[at];
        }
    }
}
