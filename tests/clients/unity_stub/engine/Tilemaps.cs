using System.Collections.Generic;

namespace UnityEngine
{
    public sealed class Grid : Behaviour
    {
    }

    public class Renderer : Component
    {
        public int sortingOrder { get; set; }
    }

    public struct BoundsInt
    {
        public readonly int X;
        public readonly int Y;
        public readonly int Width;

        public BoundsInt(int xMin, int yMin, int zMin, int sizeX, int sizeY, int sizeZ)
        {
            X = xMin;
            Y = yMin;
            Width = sizeX;
        }
    }
}

namespace UnityEngine.Tilemaps
{
    public class TileBase : ScriptableObject
    {
    }

    public class Tile : TileBase
    {
        public enum ColliderType
        {
            None,
            Sprite,
            Grid,
        }

        public Sprite sprite { get; set; }

        public Color color { get; set; }

        public Matrix4x4 transform { get; set; }

        public ColliderType colliderType { get; set; }
    }

    public sealed class Tilemap : Behaviour
    {
        private readonly Dictionary<Vector3Int, TileBase> tiles = new Dictionary<Vector3Int, TileBase>();

        public void SetTilesBlock(BoundsInt position, TileBase[] tileArray)
        {
            for (int at = 0; at < tileArray.Length; at++)
            {
                tiles[new Vector3Int(position.X + at % position.Width, position.Y + at / position.Width, 0)] = tileArray[at];
            }
        }

        public TileBase GetTile(Vector3Int position)
        {
            TileBase tile;
            return tiles.TryGetValue(position, out tile) ? tile : null;
        }
    }

    public sealed class TilemapRenderer : Renderer
    {
    }

    public sealed class TilemapCollider2D : Behaviour
    {
    }
}
