using System;
using System.IO;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>
    /// Sees what npcgen exported come into the project, and makes assets of it: a prefab of a
    /// level, an asset of each quest. Both kinds of file end in .unity.json and say what they are.
    /// </summary>
    internal sealed class ExportImporter : AssetPostprocessor
    {
        private const string Ending = ".unity.json";

        // NOTE: no ScriptedImporter, which knows the last ending alone, and .json is Unity's own.
        private static void OnPostprocessAllAssets(string[] imported, string[] deleted, string[] moved, string[] movedFrom)
        {
            foreach (string path in imported)
            {
                if (path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
                {
                    Import(path);
                }
            }
        }

        internal static void Import(string path)
        {
            try
            {
                string json = File.ReadAllText(path);
                Header header = JsonUtility.FromJson<Header>(json);
                if (header.format == LevelData.Format)
                {
                    Check(header, LevelData.FormatVersion);
                    LevelImporter.Import(path, JsonUtility.FromJson<LevelData>(json));
                }
                else if (header.format == QuestFile.Format)
                {
                    Check(header, QuestFile.FormatVersion);
                    QuestImporter.Import(path, JsonUtility.FromJson<QuestFile>(json));
                }
            }
            catch (Exception problem) when (problem is FormatException || problem is ArgumentException || problem is IOException)
            {
                Debug.LogError("npcgen: " + path + ": " + problem.Message);
            }
        }

        /// <summary>"Assets/keep.unity.json" to "Assets/keep".</summary>
        internal static string StemOf(string path)
        {
            return path.Substring(0, path.Length - Ending.Length);
        }

        private static void Check(Header header, int known)
        {
            if (header.formatVersion != known)
            {
                throw new FormatException(
                    "is of format version " + header.formatVersion + ", and this package reads " + known
                    + ": use a package and a server of one release");
            }
        }

        [Serializable]
        private sealed class Header
        {
            public string format = "";
            public int formatVersion = 0;
        }
    }
}
