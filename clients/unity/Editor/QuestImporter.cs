using UnityEditor;
using UnityEngine;

namespace Npcgen.Editor
{
    /// <summary>
    /// A file of quests into a QuestAsset each, within one asset beside the file. A quest that comes
    /// again stays the same asset; one that doesn't any more goes.
    /// </summary>
    internal static class QuestImporter
    {
        internal static void Import(string path, QuestFile file)
        {
            string target = ExportImporter.StemOf(path) + ".quests.asset";
            QuestCollection all = AssetDatabase.LoadAssetAtPath<QuestCollection>(target);
            if (all == null)
            {
                all = ScriptableObject.CreateInstance<QuestCollection>();
                AssetDatabase.CreateAsset(all, target);
            }
            QuestAsset[] before = all.Quests;
            all.Quests = System.Array.ConvertAll(file.quests, quest => Keep(quest, before, all));
            foreach (QuestAsset old in before)
            {
                if (System.Array.IndexOf(all.Quests, old) < 0)
                {
                    Object.DestroyImmediate(old, true);
                }
            }
            EditorUtility.SetDirty(all);
            AssetDatabase.SaveAssets();
        }

        private static QuestAsset Keep(QuestData quest, QuestAsset[] before, QuestCollection all)
        {
            QuestAsset asset = System.Array.Find(before, old => old && old.Quest.id == quest.id);
            if (asset == null)
            {
                asset = ScriptableObject.CreateInstance<QuestAsset>();
                AssetDatabase.AddObjectToAsset(asset, all);
            }
            asset.Quest = quest;
            asset.name = asset.Title.Length > 0 ? asset.Title : quest.id;
            EditorUtility.SetDirty(asset);
            return asset;
        }
    }
}
