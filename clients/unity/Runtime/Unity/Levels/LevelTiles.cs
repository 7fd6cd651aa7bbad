using UnityEngine;

namespace Npcgen
{
    /// <summary>Holds a level's tiles and their pictures, as assets within it.</summary>
    public sealed class LevelTiles : ScriptableObject
    {
    }
}
