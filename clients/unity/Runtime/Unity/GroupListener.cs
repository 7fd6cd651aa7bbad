using System;

namespace Npcgen
{
    /// <summary>What a game hears of a group, and of whom. Whatever is null isn't told.</summary>
    public sealed class GroupListener
    {
        /// <summary>New text, and only that.</summary>
        public Action<Npc, string> OnText { get; set; }

        /// <summary>A finished sentence, for speech and subtitles.</summary>
        public Action<Npc, Sentence> OnSentence { get; set; }

        /// <summary>What an NPC does; answer it with that NPC's AcknowledgeAction.</summary>
        public Action<Npc, ActionChosen> OnAction { get; set; }

        /// <summary>The end of one NPC's turn.</summary>
        public Action<Npc, Reply> OnReply { get; set; }

        /// <summary>For one NPC's turns, its own events beside.</summary>
        internal ReplyListener For(Npc npc)
        {
            return npc.Events.Beside(new ReplyListener
            {
                OnText = text => OnText?.Invoke(npc, text),
                OnSentence = sentence => OnSentence?.Invoke(npc, sentence),
                OnAction = action => OnAction?.Invoke(npc, action),
                OnCompleted = reply => OnReply?.Invoke(npc, reply),
            });
        }
    }
}
