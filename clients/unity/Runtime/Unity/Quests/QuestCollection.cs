using System;
using UnityEngine;

namespace Npcgen
{
    /// <summary>The quests of one export.</summary>
    public sealed class QuestCollection : ScriptableObject
    {
        [SerializeField]
        private QuestAsset[] quests = Array.Empty<QuestAsset>();

        public QuestAsset[] Quests
        {
            get { return quests; }
            set { quests = value; }
        }
    }
}
