using System;

namespace Npcgen
{
    /// <summary>
    /// A level as npcgen exports it for Unity (docs/reference/unity_level.schema.json), with the
    /// fields' own names, for JsonUtility. Rows count down from the north: row y is at
    /// height - 1 - y in Unity.
    /// </summary>
    [Serializable]
    public sealed class LevelData
    {
        public const string Format = "npcgen unity level";
        public const int FormatVersion = 1;

        public string format;
        public int formatVersion;
        public string kind;
        public long seed;
        public string version;

        /// <summary>Cells across.</summary>
        public int width;

        /// <summary>Cells down.</summary>
        public int height;

        public int floors;

        /// <summary>walk4, walk8, platform or push.</summary>
        public string movement;

        public int jump;

        /// <summary>The picture of the tiles, beside the level's file.</summary>
        public string atlas;

        public int pixelsPerTile;
        public int atlasColumns;
        public int atlasRows;
        public LevelTile[] tiles;

        /// <summary>One a layer and floor, lowest first.</summary>
        public LevelLayer[] layers;

        public LevelRoom[] rooms;
        public LevelLink[] links;
        public LevelEntityData[] entities;
        public string[] criticalPath;
        public float[] difficulty;

        /// <summary>0..65535, row by row; empty without any.</summary>
        public int[] heights;

        public int seaLevel;

        /// <summary>The solution; empty without a proof.</summary>
        public string[] moves;

        public LevelProperty[] properties;
        public LevelProperty[] provenance;
    }

    [Serializable]
    public sealed class LevelTile
    {
        public string name;
        public string glyph;

        /// <summary>#rrggbb.</summary>
        public string colour;

        /// <summary>solid, liquid, bridge, hazard, platform, ladder, opaque.</summary>
        public string[] traits;

        public int atlasColumn;

        /// <summary>From the top of the picture.</summary>
        public int atlasRow;

        /// <summary>The tile that is drawn, from 1; then turned by the flags.</summary>
        public int picture;

        /// <summary>x and y change places, before the flips.</summary>
        public bool transpose;

        public bool flipX;
        public bool flipY;

        /// <summary>Whether nobody walks through it.</summary>
        public bool Collides
        {
            get { return Array.IndexOf(traits, "solid") >= 0 || Array.IndexOf(traits, "platform") >= 0; }
        }
    }

    [Serializable]
    public sealed class LevelLayer
    {
        public string name;
        public int floor;

        /// <summary>0, or a tile's place in tiles from 1; row by row, the northmost first.</summary>
        public int[] cells;
    }

    [Serializable]
    public sealed class LevelRoom
    {
        public string id;

        /// <summary>entrance, exit, key, treasure, shop, ...</summary>
        public string kind;

        public string name;
        public int x;
        public int y;
        public int width;
        public int height;
        public int floor;

        /// <summary>0..1.</summary>
        public float difficulty;
    }

    [Serializable]
    public sealed class LevelLink
    {
        public string a;
        public string b;

        /// <summary>open, door, lock, one_way, secret, stairs or road.</summary>
        public string kind;

        /// <summary>What opens a lock.</summary>
        public string key;
    }

    [Serializable]
    public sealed class LevelEntityData
    {
        public string id;

        /// <summary>spawn, exit, key, lock, enemy, loot, npc_place, trigger, ...</summary>
        public string kind;

        public int x;
        public int y;
        public int floor;
        public LevelProperty[] properties;
    }

    [Serializable]
    public sealed class LevelProperty
    {
        public string name;

        /// <summary>string, bool, int or float.</summary>
        public string type;

        /// <summary>The text itself, or a number or true/false as JSON.</summary>
        public string value;
    }
}
