using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>What may be asked of one reply; whatever isn't set has the server's default.</summary>
    public sealed class ReplyOptions
    {
        /// <summary>The scene from now on, at most 500 characters; null: as it was.</summary>
        public string Scene { get; set; }

        /// <summary>What the game says about now, in the place of all it said before; null: as it was.</summary>
        public GameState State { get; set; }

        /// <summary>1..4096.</summary>
        public int? MaxTokens { get; set; }

        /// <summary>Milliseconds for the reply, 1..600000; it then ends with what it has.</summary>
        public int? TimeoutMs { get; set; }

        /// <summary>
        /// Whether the server says an authored line where its model can't speak; false gets its error,
        /// and this package says one of the NPC's own.
        /// </summary>
        public bool? FallbackLine { get; set; }

        /// <summary>How the next token is chosen; null for the model's own way.</summary>
        public Sampling Sampling { get; set; }

        /// <summary>What the NPC may do once it has spoken, at most 16.</summary>
        public IList<NpcAction> Actions { get; set; }

        /// <summary>The objects that exist now, at most 64.</summary>
        public IList<GameThing> Objects { get; set; }

        /// <summary>The characters that are there now, at most 64.</summary>
        public IList<GameThing> Characters { get; set; }

        /// <summary>Actions in this turn, 1..4; the server's default is 1.</summary>
        public int? MaxActions { get; set; }

        /// <summary>
        /// How fast the reply comes, in tokens a second, for a game that shows it no faster than it is
        /// read; 0 for as fast as the model is. The reply's time runs on.
        /// </summary>
        public double MaxTokensPerS { get; set; }
    }

    /// <summary>What the game says about now: it decides what an NPC may know.</summary>
    public sealed class GameState
    {
        /// <summary>Where they talk; empty for where the persona's author put it.</summary>
        public string Place { get; set; } = "";

        /// <summary>The stage that each quest has reached, 0..10000.</summary>
        public IDictionary<string, uint> Quests { get; set; }

        /// <summary>What the player holds.</summary>
        public IList<string> Items { get; set; }

        /// <summary>Whatever else is true: "the bridge is down".</summary>
        public IList<string> Flags { get; set; }

        /// <summary>The game's own time, in whatever it counts.</summary>
        public double? Time { get; set; }

        /// <summary>The play that quests are followed in; empty for none.</summary>
        public string PlayId { get; set; } = "";
    }

    /// <summary>Something an NPC may do now.</summary>
    public sealed class NpcAction
    {
        /// <summary>1..40 of a-z, 0-9 and _: "give_item".</summary>
        public string Name { get; set; } = "";

        /// <summary>What it does, for the model.</summary>
        public string Description { get; set; } = "";

        /// <summary>The JSON Schema of its arguments; empty for none.</summary>
        public string SchemaJson { get; set; } = "";

        /// <summary>Words that an exchange holds when the action makes sense.</summary>
        public IList<string> When { get; set; }
    }

    /// <summary>An object or a character that an action may be about.</summary>
    public sealed class GameThing
    {
        public string Id { get; set; } = "";

        /// <summary>What people call it: "the iron key".</summary>
        public string Name { get; set; } = "";

        /// <summary>The game's own word for its sort; of objects alone.</summary>
        public string Kind { get; set; } = "";
    }
}
