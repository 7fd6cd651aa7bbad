using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>What several NPCs hear at once. Without a text or a stimulus they speak among themselves.</summary>
    public sealed class GroupLine
    {
        /// <summary>What the player says, at most 4000 characters.</summary>
        public string Text { get; set; } = "";

        /// <summary>What happens, as all who hear notice it; not together with <see cref="Text"/>.</summary>
        public string Stimulus { get; set; } = "";

        /// <summary>Whether the others don't even see that something is said.</summary>
        public bool IsWhispered { get; set; }

        /// <summary>How many turns at most, 1..8.</summary>
        public int MaxSpeakers { get; set; } = 2;

        internal void Write(JsonWriter json, IEnumerable<string> hearerIds)
        {
            json.Optional("text", Text).Optional("stimulus", Stimulus);
            json.Texts(IsWhispered ? "whisperTo" : "audience", hearerIds).Field("maxSpeakers").Number(MaxSpeakers);
        }
    }
}
