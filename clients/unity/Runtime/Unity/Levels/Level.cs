using UnityEngine;

namespace Npcgen
{
    /// <summary>What a level is, beside its tiles: rooms, links, the way through, where it comes from.</summary>
    public sealed class Level : MonoBehaviour
    {
        [SerializeField]
        private LevelData data;

        public LevelData Data
        {
            get { return data; }
            set { data = value; }
        }
    }
}
