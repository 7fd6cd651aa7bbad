using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using UnityEngine;
using Object = UnityEngine.Object;

namespace UnityEditor
{
    /// <summary>Assets in memory: a path has a main object and those that were added to it.</summary>
    public static class AssetDatabase
    {
        private static readonly Dictionary<string, List<Object>> Assets = new Dictionary<string, List<Object>>();

        public static void CreateAsset(Object asset, string path)
        {
            Assets[path] = new List<Object> { asset };
        }

        public static void AddObjectToAsset(Object part, Object asset)
        {
            Assets.Values.First(parts => parts[0] == asset).Add(part);
        }

        public static T LoadAssetAtPath<T>(string path)
            where T : Object
        {
            List<Object> parts;
            return Assets.TryGetValue(path, out parts) ? parts.OfType<T>().FirstOrDefault(part => part) : null;
        }

        public static Object[] LoadAllAssetsAtPath(string path)
        {
            List<Object> parts;
            return Assets.TryGetValue(path, out parts) ? parts.ToArray() : Array.Empty<Object>();
        }

        /// <summary>How often somebody said that there are new files.</summary>
        public static int Refreshed { get; private set; }

        public static void Refresh()
        {
            Refreshed++;
        }

        public static void SaveAssets()
        {
        }

        /// <summary>As if these files had come into the project: every postprocessor hears of them.</summary>
        public static void Import(Assembly postprocessors, params string[] paths)
        {
            foreach (Type type in postprocessors.GetTypes().Where(type => type.IsSubclassOf(typeof(AssetPostprocessor))))
            {
                var nothing = new string[0];
                type.GetMethod("OnPostprocessAllAssets", BindingFlags.Static | BindingFlags.NonPublic)
                    ?.Invoke(null, new object[] { paths, nothing, nothing, nothing });
            }
        }

        /// <summary>The settings that a new picture is imported with.</summary>
        public static TextureImporter SettingsOf(Assembly postprocessors, string path)
        {
            var settings = new TextureImporter { importSettingsMissing = true };
            foreach (Type type in postprocessors.GetTypes().Where(type => type.IsSubclassOf(typeof(AssetPostprocessor))))
            {
                var each = (AssetPostprocessor)Activator.CreateInstance(type);
                each.assetPath = path;
                each.assetImporter = settings;
                type.GetMethod("OnPreprocessTexture", BindingFlags.Instance | BindingFlags.NonPublic)?.Invoke(each, null);
            }
            return settings;
        }
    }

    public static class PrefabUtility
    {
        public static void SaveAsPrefabAsset(GameObject made, string path)
        {
            made.IsAsset = true;
            AssetDatabase.CreateAsset(made, path);
        }
    }

    public static class EditorUtility
    {
        public static void SetDirty(Object asset)
        {
        }

        public static void CopySerialized(Object from, Object to)
        {
            foreach (PropertyInfo property in from.GetType().GetProperties().Where(each => each.CanWrite))
            {
                property.SetValue(to, property.GetValue(from));
            }
        }
    }
}
