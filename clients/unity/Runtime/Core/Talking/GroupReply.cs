using System;

namespace Npcgen
{
    /// <summary>What several NPCs said to one line.</summary>
    public sealed class GroupReply
    {
        /// <summary>A reply for each turn, in order; none where all were silent.</summary>
        public Reply[] Replies { get; internal set; } = Array.Empty<Reply>();

        /// <summary>Why nobody says any more.</summary>
        public GroupEnd End { get; internal set; }

        /// <summary>What went wrong; null where nothing did, or the game cancelled.</summary>
        public Failure Failure { get; internal set; }
    }
}
