using System;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>
    /// Imports the pictures of tiles (.tiles.png) pixel by pixel, at their own size. What somebody set
    /// by hand afterwards stays: only a picture that is new is touched.
    /// </summary>
    internal sealed class AtlasSettings : AssetPostprocessor
    {
        private void OnPreprocessTexture()
        {
            if (!assetPath.EndsWith(".tiles.png", StringComparison.OrdinalIgnoreCase) || !assetImporter.importSettingsMissing)
            {
                return;
            }
            var importer = (TextureImporter)assetImporter;
            importer.filterMode = FilterMode.Point;
            importer.mipmapEnabled = false;
            importer.npotScale = TextureImporterNPOTScale.None;
            importer.maxTextureSize = 8192;
            importer.textureCompression = TextureImporterCompression.Uncompressed;
        }
    }
}
