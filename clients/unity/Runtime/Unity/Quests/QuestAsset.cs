using System;
using UnityEngine;

namespace Npcgen
{
    /// <summary>A quest, as an asset to refer to from scenes and scripts.</summary>
    public sealed class QuestAsset : ScriptableObject
    {
        [SerializeField]
        private QuestData quest;

        public QuestData Quest
        {
            get { return quest; }
            set { quest = value; }
        }

        /// <summary>Its title, for a journal.</summary>
        public string Title
        {
            get { return TextOf(quest.title); }
        }

        /// <summary>The text of a line; empty for a key that it doesn't have.</summary>
        public string TextOf(string key)
        {
            QuestLine found = Array.Find(quest.lines, line => line.key == key);
            return found == null ? "" : found.text;
        }

        /// <summary>Null for an id that it doesn't have.</summary>
        public QuestNode Node(string id)
        {
            return Array.Find(quest.nodes, node => node.id == id);
        }
    }
}
