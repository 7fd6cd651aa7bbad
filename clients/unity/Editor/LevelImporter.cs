using System;
using System.IO;
using UnityEditor;
using UnityEngine;
using UnityEngine.Tilemaps;

namespace Npcgen.Editor
{
    /// <summary>
    /// A level's file into a prefab, and its picture into tiles beside it. Imported again, both stay
    /// the same assets, so that scenes and palettes keep what they refer to.
    /// </summary>
    internal static class LevelImporter
    {
        internal static void Import(string path, LevelData data)
        {
            string stem = ExportImporter.StemOf(path);
            string picture = Path.GetDirectoryName(path).Replace('\\', '/') + "/" + data.atlas;
            Texture2D atlas = AssetDatabase.LoadAssetAtPath<Texture2D>(picture);
            if (atlas == null)
            {
                throw new FormatException("its picture " + picture + " isn't there: copy all files of the export together");
            }
            TileBase[] tiles = TilesOf(stem + ".tiles.asset", data, atlas);
            GameObject made = LevelBuilder.Build(data, Path.GetFileName(stem), tiles);
            // The Tilemaps have them now; twice would double the prefab.
            foreach (LevelLayer layer in data.layers)
            {
                layer.cells = Array.Empty<int>();
            }
            PrefabUtility.SaveAsPrefabAsset(made, stem + ".prefab");
            UnityEngine.Object.DestroyImmediate(made);
        }

        private static TileBase[] TilesOf(string path, LevelData data, Texture2D atlas)
        {
            LevelTiles holder = AssetDatabase.LoadAssetAtPath<LevelTiles>(path);
            if (holder == null)
            {
                holder = ScriptableObject.CreateInstance<LevelTiles>();
                AssetDatabase.CreateAsset(holder, path);
            }
            UnityEngine.Object[] kept = AssetDatabase.LoadAllAssetsAtPath(path);
            var tiles = new TileBase[data.tiles.Length];
            for (int at = 0; at < tiles.Length; at++)
            {
                tiles[at] = TileOf(data, data.tiles[at], atlas, holder, kept);
            }
            EditorUtility.SetDirty(holder);
            AssetDatabase.SaveAssets();
            return tiles;
        }

        private static Tile TileOf(
            LevelData data, LevelTile described, Texture2D atlas, LevelTiles holder, UnityEngine.Object[] kept)
        {
            Sprite sprite = Sprite.Create(
                atlas, RectOf(data, described), new Vector2(0.5f, 0.5f), data.pixelsPerTile);
            sprite.name = described.name + " picture";
            Tile tile = ScriptableObject.CreateInstance<Tile>();
            tile.name = described.name;
            tile.sprite = Keep(sprite, holder, kept);
            tile.transform = TileTurn.Of(described);
            tile.colliderType = described.Collides ? Tile.ColliderType.Grid : Tile.ColliderType.None;
            return Keep(tile, holder, kept);
        }

        // The asset of that name as it was, with what is new in it; or the new one.
        private static T Keep<T>(T made, LevelTiles holder, UnityEngine.Object[] kept)
            where T : UnityEngine.Object
        {
            foreach (UnityEngine.Object old in kept)
            {
                if (old is T && old.name == made.name)
                {
                    EditorUtility.CopySerialized(made, old);
                    return (T)old;
                }
            }
            AssetDatabase.AddObjectToAsset(made, holder);
            return made;
        }

        private static Rect RectOf(LevelData data, LevelTile tile)
        {
            LevelTile drawn = data.tiles[tile.picture - 1];
            int side = data.pixelsPerTile;
            return new Rect(drawn.atlasColumn * side, (data.atlasRows - 1 - drawn.atlasRow) * side, side, side);
        }
    }
}
