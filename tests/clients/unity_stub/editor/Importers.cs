using UnityEngine;

namespace UnityEditor
{
    public class AssetImporter : Object
    {
        public bool importSettingsMissing { get; set; }
    }

    public enum TextureImporterType
    {
        Default,
        NormalMap,
    }

    public enum TextureImporterCompression
    {
        Uncompressed,
        Compressed,
    }

    public enum TextureImporterNPOTScale
    {
        None,
        ToNearest,
    }

    public sealed class TextureImporter : AssetImporter
    {
        public TextureImporterType textureType { get; set; }

        public bool sRGBTexture { get; set; } = true;

        public FilterMode filterMode { get; set; } = FilterMode.Bilinear;

        public bool mipmapEnabled { get; set; } = true;

        public TextureImporterNPOTScale npotScale { get; set; }

        public int maxTextureSize { get; set; }

        public TextureImporterCompression textureCompression { get; set; }
    }

    public class AssetPostprocessor
    {
        public string assetPath { get; set; }

        public AssetImporter assetImporter { get; set; }
    }
}
