using System.Collections.Generic;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>
    /// Completes the materials of texture packs. A pack that comes with its .meta files needs
    /// little; one without them gets its pictures' settings and slots here. What is set stays.
    /// </summary>
    internal sealed class MaterialImporter : AssetPostprocessor
    {
        private void OnPreprocessTexture()
        {
            TexturePack pack = assetImporter.importSettingsMissing ? TexturePack.Of(assetPath) : null;
            if (pack == null)
            {
                return;
            }
            var importer = (TextureImporter)assetImporter;
            foreach (TexturePack.Picture picture in pack.Pictures)
            {
                if (picture.Path == assetPath)
                {
                    importer.textureType = picture.Role == "Normal" ? TextureImporterType.NormalMap : TextureImporterType.Default;
                    importer.sRGBTexture = picture.IsColour;
                }
            }
        }

        private static void OnPostprocessAllAssets(string[] imported, string[] deleted, string[] moved, string[] movedFrom)
        {
            var seen = new HashSet<string>();
            foreach (string path in imported)
            {
                TexturePack pack = TexturePack.Of(path);
                if (pack != null && seen.Add(pack.MaterialPath))
                {
                    Complete(pack);
                }
            }
        }

        private static void Complete(TexturePack pack)
        {
            Material material = AssetDatabase.LoadAssetAtPath<Material>(pack.MaterialPath);
            if (material == null)
            {
                return;
            }
            if (material.shader == null || material.shader.name == "Hidden/InternalErrorShader")
            {
                Debug.LogWarning(
                    "npcgen: " + pack.MaterialPath + " has no shader: install the Universal or the High Definition Render "
                    + "Pipeline, whichever the pack was made for", material);
                return;
            }
            bool changed = false;
            foreach (TexturePack.Picture picture in pack.Pictures)
            {
                changed |= Fill(material, picture);
            }
            if (changed)
            {
                EditorUtility.SetDirty(material);
            }
        }

        private static bool Fill(Material material, TexturePack.Picture picture)
        {
            Texture2D texture = AssetDatabase.LoadAssetAtPath<Texture2D>(picture.Path);
            bool changed = false;
            foreach (string slot in picture.Slots)
            {
                if (texture != null && material.HasProperty(slot) && material.GetTexture(slot) == null)
                {
                    material.SetTexture(slot, texture);
                    changed = true;
                }
            }
            foreach (string keyword in picture.Keywords)
            {
                if (!material.IsKeywordEnabled(keyword))
                {
                    material.EnableKeyword(keyword);
                    changed = true;
                }
            }
            // Unity takes an emission for black until its lighting is told otherwise.
            if (picture.Role == "Emission" && material.globalIlluminationFlags != MaterialGlobalIlluminationFlags.BakedEmissive)
            {
                material.globalIlluminationFlags = MaterialGlobalIlluminationFlags.BakedEmissive;
                changed = true;
            }
            return changed;
        }
    }
}
