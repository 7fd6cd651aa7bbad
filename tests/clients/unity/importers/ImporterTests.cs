using System;
using System.IO;
using System.Linq;
using System.Reflection;
using NUnit.Framework;
using UnityEditor;
using UnityEngine;
using UnityEngine.Tilemaps;

namespace Npcgen.Importers
{
    /// <summary>What the real exporters wrote into NPCGEN_EXPORTS, through the editor's importers.</summary>
    public sealed class ImporterTests
    {
        private static readonly string Folder = Environment.GetEnvironmentVariable("NPCGEN_EXPORTS").Replace('\\', '/');
        private static readonly Assembly Editor = Assembly.Load("Npcgen.Editor");

        private static string In(string name)
        {
            return Folder + "/" + name;
        }

        private static GameObject ImportedLevel()
        {
            AssetDatabase.CreateAsset(new Texture2D(), In("keep.tiles.png"));
            AssetDatabase.Import(Editor, In("keep.unity.json"));
            return AssetDatabase.LoadAssetAtPath<GameObject>(In("keep.prefab"));
        }

        // The map that the exporter for people wrote of the same level, row by row from the north.
        [Test]
        public void EveryCellIsTheOneThatPeopleAreShown()
        {
            GameObject level = ImportedLevel();
            LevelData data = level.GetComponent<Level>().Data;
            string[] rows = File.ReadAllLines(In("keep.cells.txt"));
            Assert.AreEqual(data.height, rows.Length);
            for (int y = 0; y < data.height; y++)
            {
                string[] names = rows[y].Split(' ');
                for (int x = 0; x < data.width; x++)
                {
                    Assert.AreEqual(names[x], Topmost(level, new Vector3Int(x, data.height - 1 - y, 0)));
                }
            }
        }

        private static string Topmost(GameObject level, Vector3Int cell)
        {
            Transform floor = level.transform.Find("floor 0");
            string name = "-";
            for (int at = 0; at < floor.childCount; at++)
            {
                Tilemap map = floor.GetChild(at).GetComponent<Tilemap>();
                TileBase tile = map == null ? null : map.GetTile(cell);
                name = tile == null ? name : tile.name;
            }
            return name;
        }

        [Test]
        public void ATilesPictureIsCutOutOfTheAtlas()
        {
            LevelData data = ImportedLevel().GetComponent<Level>().Data;
            foreach (Tile tile in AssetDatabase.LoadAllAssetsAtPath(In("keep.tiles.asset")).OfType<Tile>())
            {
                LevelTile described = data.tiles.First(each => each.name == tile.name);
                Assert.AreEqual(described.atlasColumn * data.pixelsPerTile, tile.sprite.rect.x);
                Assert.AreEqual((data.atlasRows - 1 - described.atlasRow) * data.pixelsPerTile, tile.sprite.rect.y);
            }
        }

        [Test]
        public void ImportedAgainTheTilesAreTheSameAssets()
        {
            ImportedLevel();
            UnityEngine.Object[] before = AssetDatabase.LoadAllAssetsAtPath(In("keep.tiles.asset"));
            ImportedLevel();
            Assert.AreEqual(before, AssetDatabase.LoadAllAssetsAtPath(In("keep.tiles.asset")));
        }

        [Test]
        public void AnotherFormatVersionIsReported()
        {
            File.WriteAllText(In("new.unity.json"), "{\"format\": \"npcgen unity level\", \"formatVersion\": 2}");
            AssetDatabase.Import(Editor, In("new.unity.json"));
            Assert.IsTrue(Debug.Logged.Last().Contains("is of format version 2"));
        }

        [Test]
        public void SomebodyElsesJsonIsLeftAlone()
        {
            File.WriteAllText(In("other.unity.json"), "{\"formatVersion\": 2}");
            AssetDatabase.Import(Editor, In("other.unity.json"));
            Assert.IsTrue(AssetDatabase.LoadAssetAtPath<GameObject>(In("other.prefab")) == null);
        }

        [Test]
        public void ALevelWithoutItsPictureIsReported()
        {
            File.Copy(In("keep.unity.json"), In("bare.unity.json"), true);
            string json = File.ReadAllText(In("bare.unity.json")).Replace("keep.tiles.png", "gone.tiles.png");
            File.WriteAllText(In("bare.unity.json"), json);
            AssetDatabase.Import(Editor, In("bare.unity.json"));
            Assert.IsTrue(Debug.Logged.Last().Contains("gone.tiles.png isn't there"));
        }

        [Test]
        public void EachQuestIsAnAssetWithItsTexts()
        {
            AssetDatabase.Import(Editor, In("emberlow.unity.json"));
            QuestCollection all = AssetDatabase.LoadAssetAtPath<QuestCollection>(In("emberlow.quests.asset"));
            Assert.AreEqual(2, all.Quests.Length);
            foreach (QuestAsset quest in all.Quests)
            {
                Assert.IsTrue(quest.Title.Length > 0);
                QuestNode offer = quest.Node("offer");
                Assert.IsTrue(offer.lines.All(key => quest.TextOf(key).Length > 0));
                Assert.IsTrue(offer.next.All(id => quest.Node(id) != null));
            }
            QuestAsset[] before = all.Quests;
            AssetDatabase.Import(Editor, In("emberlow.unity.json"));
            Assert.AreEqual(before, all.Quests);
        }

        [Test]
        public void APacksMaterialGetsItsPictures()
        {
            foreach (string stem in new[] { "urp", "hdrp" })
            {
                var material = new Material { shader = new Shader { name = "lit" } };
                AssetDatabase.CreateAsset(material, In(stem + ".mat"));
                foreach (string picture in Directory.GetFiles(Folder, stem + "_*.png"))
                {
                    AssetDatabase.CreateAsset(new Texture2D { name = Path.GetFileName(picture) }, picture.Replace('\\', '/'));
                }
                AssetDatabase.Import(Editor, In(stem + ".mat"));
                string slot = stem == "urp" ? "_BumpMap" : "_NormalMap";
                Assert.AreEqual(stem + "_Normal.png", material.GetTexture(slot).name);
                Assert.IsTrue(material.IsKeywordEnabled("_NORMALMAP"));
            }
        }

        // The exporter says the same in .meta files, which a pack may come without.
        [Test]
        public void AllSlotsOfTheWrittenMaterialAreKnown()
        {
            foreach (string stem in new[] { "urp", "hdrp" })
            {
                string written = File.ReadAllText(In(stem + ".mat"));
                var material = new Material { shader = new Shader { name = "lit" } };
                AssetDatabase.CreateAsset(material, In(stem + ".mat"));
                foreach (string picture in Directory.GetFiles(Folder, stem + "_*.png"))
                {
                    AssetDatabase.CreateAsset(new Texture2D(), picture.Replace('\\', '/'));
                }
                AssetDatabase.Import(Editor, In(stem + ".mat"));
                foreach (string line in written.Split('\n').Where(each => each.StartsWith("    - _") && each.EndsWith("Map:")))
                {
                    Assert.IsTrue(material.GetTexture(line.Trim(' ', '-', ':')) != null);
                }
            }
        }

        [Test]
        public void ANewPictureIsImportedForItsRole()
        {
            TextureImporter normal = AssetDatabase.SettingsOf(Editor, In("urp_Normal.png"));
            Assert.AreEqual(TextureImporterType.NormalMap, normal.textureType);
            Assert.IsFalse(normal.sRGBTexture);
            Assert.IsTrue(AssetDatabase.SettingsOf(Editor, In("urp_BaseMap.png")).sRGBTexture);
            Assert.IsFalse(AssetDatabase.SettingsOf(Editor, In("hdrp_Mask.png")).sRGBTexture);
            Assert.AreEqual(FilterMode.Point, AssetDatabase.SettingsOf(Editor, In("keep.tiles.png")).filterMode);
        }
    }
}
