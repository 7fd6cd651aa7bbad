using System;
using System.Collections.Generic;
using System.IO;

namespace Npcgen.Editor
{
    /// <summary>
    /// One of npcgen's texture packs for URP or HDRP: a material and its pictures, all beginning with
    /// the same name. See docs/guides/texture_packs.md.
    /// </summary>
    internal sealed class TexturePack
    {
        // What a picture's name ends in, the slots that it fills, the keywords that switch it on.
        private static readonly string[][] Urp =
        {
            new[] { "BaseMap", "_BaseMap _MainTex", "" },
            new[] { "Normal", "_BumpMap", "_NORMALMAP" },
            new[] { "MetallicSmoothness", "_MetallicGlossMap", "_METALLICSPECGLOSSMAP" },
            new[] { "Occlusion", "_OcclusionMap", "_OCCLUSIONMAP" },
            new[] { "Height", "_ParallaxMap", "_PARALLAXMAP" },
            new[] { "Emission", "_EmissionMap", "_EMISSION" },
        };

        private static readonly string[][] Hdrp =
        {
            new[] { "BaseColor", "_BaseColorMap _MainTex", "" },
            new[] { "Normal", "_NormalMap", "_NORMALMAP _NORMALMAP_TANGENT_SPACE" },
            new[] { "Mask", "_MaskMap", "_MASKMAP" },
            new[] { "Height", "_HeightMap", "_HEIGHTMAP" },
            new[] { "Emission", "_EmissiveColorMap", "_EMISSIVE_COLOR_MAP" },
        };

        private readonly string stem;
        private readonly string[][] rows;

        private TexturePack(string stem, string[][] rows)
        {
            this.stem = stem;
            this.rows = rows;
        }

        internal string MaterialPath
        {
            get { return stem + ".mat"; }
        }

        internal IEnumerable<Picture> Pictures
        {
            get
            {
                foreach (string[] row in rows)
                {
                    string path = stem + "_" + row[0] + ".png";
                    if (File.Exists(path))
                    {
                        yield return new Picture(path, row[0], Words(row[1]), Words(row[2]));
                    }
                }
            }
        }

        /// <summary>The pack that a file is part of; null where it is part of none.</summary>
        internal static TexturePack Of(string path)
        {
            string name = Path.GetFileNameWithoutExtension(path);
            int at = name.LastIndexOf('_');
            bool isMaterial = path.EndsWith(".mat", StringComparison.OrdinalIgnoreCase);
            if (!isMaterial && (at < 0 || !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }
            string folder = Path.GetDirectoryName(path).Replace('\\', '/');
            string stem = folder + "/" + (isMaterial ? name : name.Substring(0, at));
            bool urp = File.Exists(stem + "_BaseMap.png");
            bool hdrp = File.Exists(stem + "_BaseColor.png");
            return File.Exists(stem + ".mat") && urp != hdrp ? new TexturePack(stem, urp ? Urp : Hdrp) : null;
        }

        private static string[] Words(string text)
        {
            return text.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        }

        internal sealed class Picture
        {
            internal readonly string Path;

            /// <summary>Normal, Height, ...</summary>
            internal readonly string Role;

            internal readonly string[] Slots;
            internal readonly string[] Keywords;

            internal Picture(string path, string role, string[] slots, string[] keywords)
            {
                Path = path;
                Role = role;
                Slots = slots;
                Keywords = keywords;
            }

            internal bool IsColour
            {
                get { return Role == "BaseMap" || Role == "BaseColor" || Role == "Emission"; }
            }
        }
    }
}
