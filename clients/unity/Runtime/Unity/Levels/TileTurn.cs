using UnityEngine;

namespace Npcgen
{
    /// <summary>How a tile's picture is turned: transposed first, then flipped, as in Tiled.</summary>
    public static class TileTurn
    {
        /// <summary>
        /// The same in Unity's space. Pictures count rows down and Unity counts up, so that a
        /// transposed x is what was minus y.
        /// </summary>
        public static Matrix4x4 Of(LevelTile tile)
        {
            float flipX = tile.flipX ? -1 : 1;
            float flipY = tile.flipY ? -1 : 1;
            Matrix4x4 turn = Matrix4x4.identity;
            turn.m00 = tile.transpose ? 0 : flipX;
            turn.m01 = tile.transpose ? -flipX : 0;
            turn.m10 = tile.transpose ? -flipY : 0;
            turn.m11 = tile.transpose ? 0 : flipY;
            return turn;
        }
    }
}
