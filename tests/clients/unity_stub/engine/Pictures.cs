using System;
using System.Collections.Generic;

namespace UnityEngine
{
    public enum FilterMode
    {
        Point,
        Bilinear,
    }

    public class Texture : Object
    {
    }

    public sealed class Texture2D : Texture
    {
    }

    public sealed class Sprite : Object
    {
        public Rect rect { get; private set; }

        public Texture2D texture { get; private set; }

        public float pixelsPerUnit { get; private set; }

        public static Sprite Create(Texture2D texture, Rect rect, Vector2 pivot, float pixelsPerUnit)
        {
            return new Sprite { texture = texture, rect = rect, pixelsPerUnit = pixelsPerUnit };
        }
    }

    public sealed class Shader : Object
    {
    }

    [Flags]
    public enum MaterialGlobalIlluminationFlags
    {
        None = 0,
        RealtimeEmissive = 1,
        BakedEmissive = 2,
        EmissiveIsBlack = 4,
    }

    /// <summary>A material whose shader knows every slot.</summary>
    public sealed class Material : Object
    {
        private readonly Dictionary<string, Texture> textures = new Dictionary<string, Texture>();
        private readonly HashSet<string> keywords = new HashSet<string>();

        public Shader shader { get; set; }

        public MaterialGlobalIlluminationFlags globalIlluminationFlags { get; set; }

        public bool HasProperty(string name)
        {
            return true;
        }

        public Texture GetTexture(string name)
        {
            Texture texture;
            return textures.TryGetValue(name, out texture) ? texture : null;
        }

        public void SetTexture(string name, Texture texture)
        {
            textures[name] = texture;
        }

        public bool IsKeywordEnabled(string keyword)
        {
            return keywords.Contains(keyword);
        }

        public void EnableKeyword(string keyword)
        {
            keywords.Add(keyword);
        }
    }
}
