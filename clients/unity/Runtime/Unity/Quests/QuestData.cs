using System;

namespace Npcgen
{
    /// <summary>Quests as npcgen exports them for Unity, with the fields' own names, for JsonUtility.</summary>
    [Serializable]
    public sealed class QuestFile
    {
        public const string Format = "npcgen unity quests";
        public const int FormatVersion = 1;

        public string format;
        public int formatVersion;
        public string world;
        public QuestData[] quests;
    }

    [Serializable]
    public sealed class QuestData
    {
        public string id;
        public string world;
        public long seed;
        public string version;

        /// <summary>The id of who gives it.</summary>
        public string giver;

        public string motive;

        /// <summary>The key of its title's line.</summary>
        public string title;

        /// <summary>What it comes from: "has(player, lantern)".</summary>
        public string[] cites;

        public string[] goal;
        public string[] cast;
        public QuestNode[] nodes;

        /// <summary>The ids of nodes that may come at any time.</summary>
        public string[] meanwhile;

        public QuestLine[] lines;
        public QuestProperty[] properties;
    }

    /// <summary>A place in the story: its fields are those of a step, an ending, a repair or none.</summary>
    [Serializable]
    public sealed class QuestNode
    {
        public string id;

        /// <summary>offer, accepted, step, extra, repair or outcome.</summary>
        public string kind;

        public string part;

        /// <summary>The key of the line that chooses it.</summary>
        public string choice;

        /// <summary>The keys of what is said there.</summary>
        public string[] lines;

        public string[] next;
        public string[] branches;
        public string action;
        public string[] arguments;
        public string verb;
        public bool optional;
        public string[] needs;
        public string[] does;
        public string[] when;
        public string[] grants;
        public string giver;
        public string result;
        public float money;
        public string[] items;
        public int experience;
    }

    [Serializable]
    public sealed class QuestLine
    {
        public string key;
        public string role;
        public string node;

        /// <summary>The id of who speaks.</summary>
        public string speaker;

        public string speakerName;
        public string text;
    }

    [Serializable]
    public sealed class QuestProperty
    {
        public string name;
        public string value;
    }
}
