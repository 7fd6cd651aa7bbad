using System;
using System.Collections.Generic;
using UnityEngine;
using UnityEngine.Tilemaps;

namespace Npcgen
{
    /// <summary>
    /// A level as a Grid: a child a floor, a Tilemap a layer, an object an entity. The editor's
    /// importer makes a prefab of it; a game may call it with a level that it got at run time.
    /// </summary>
    public static class LevelBuilder
    {
        /// <param name="tiles">One for each of the level's, in its order; null draws nothing.</param>
        /// <exception cref="FormatException">For a layer of another size than the level's.</exception>
        public static GameObject Build(LevelData data, string name, IList<TileBase> tiles)
        {
            var root = new GameObject(name);
            root.AddComponent<Grid>();
            root.AddComponent<Level>().Data = data;
            for (int floor = 0; floor < data.floors; floor++)
            {
                Transform parent = Under(root.transform, "floor " + floor);
                AddLayers(data, floor, tiles, parent);
                AddEntities(data, floor, Under(parent, "entities"));
                parent.gameObject.SetActive(floor == 0);
            }
            return root;
        }

        /// <summary>The middle of a cell, in the level's own space.</summary>
        public static Vector3 CentreOf(LevelData data, int x, int y)
        {
            return new Vector3(x + 0.5f, data.height - 1 - y + 0.5f, 0);
        }

        private static void AddLayers(LevelData data, int floor, IList<TileBase> tiles, Transform parent)
        {
            int order = 0;
            foreach (LevelLayer layer in data.layers)
            {
                if (layer.floor != floor)
                {
                    continue;
                }
                Transform made = Under(parent, layer.name);
                Tilemap map = made.gameObject.AddComponent<Tilemap>();
                made.gameObject.AddComponent<TilemapRenderer>().sortingOrder = order++;
                bool collides = Fill(map, data, layer, tiles);
                if (collides)
                {
                    made.gameObject.AddComponent<TilemapCollider2D>();
                }
            }
        }

        // Whether anything in it collides.
        private static bool Fill(Tilemap map, LevelData data, LevelLayer layer, IList<TileBase> tiles)
        {
            if (layer.cells.Length != data.width * data.height)
            {
                throw new FormatException(
                    "layer '" + layer.name + "' has " + layer.cells.Length + " cells; " + data.width + "x" + data.height
                    + " are " + data.width * data.height + ": export the level again");
            }
            bool collides = false;
            var placed = new TileBase[layer.cells.Length];
            for (int at = 0; at < placed.Length; at++)
            {
                int cell = layer.cells[at];
                if (cell > 0)
                {
                    int row = data.height - 1 - at / data.width;
                    placed[row * data.width + at % data.width] = tiles[cell - 1];
                    collides |= data.tiles[cell - 1].Collides;
                }
            }
            map.SetTilesBlock(new BoundsInt(0, 0, 0, data.width, data.height, 1), placed);
            return collides;
        }

        private static void AddEntities(LevelData data, int floor, Transform parent)
        {
            foreach (LevelEntityData entity in data.entities)
            {
                if (entity.floor == floor)
                {
                    Transform made = Under(parent, entity.id);
                    made.localPosition = CentreOf(data, entity.x, entity.y);
                    made.gameObject.AddComponent<LevelEntity>().Data = entity;
                }
            }
        }

        private static Transform Under(Transform parent, string name)
        {
            var child = new GameObject(name);
            child.transform.SetParent(parent, false);
            return child.transform;
        }
    }
}
