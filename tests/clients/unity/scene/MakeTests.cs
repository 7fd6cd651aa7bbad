using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Npcgen.Editor;
using NUnit.Framework;
using UnityEditor;
using UnityEngine;

namespace Npcgen.Scene
{
    /// <summary>The window that makes content, with the server at NPCGEN_URL, and the importers after it.</summary>
    public sealed class MakeTests
    {
        private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic;
        private const int PatienceMs = 120000;

        private string folder;
        private MakeWindow window;

        [SetUp]
        public void Begin()
        {
            folder = Path.Combine(Environment.GetEnvironmentVariable("NPCGEN_DATA"), "made", Guid.NewGuid().ToString("N")).Replace('\\', '/');
            window = new MakeWindow();
            Call("OnEnable");
        }

        [TearDown]
        public void End()
        {
            Call("OnDisable");
        }

        private void Call(string message)
        {
            typeof(MakeWindow).GetMethod(message, Own).Invoke(window, null);
        }

        private void Press(string url, string what, string seed, string button)
        {
            EditorGUILayout.Typed["Server"] = url;
            EditorGUILayout.Typed["Folder"] = folder;
            EditorGUILayout.Typed["What"] = what;
            EditorGUILayout.Typed["Seed"] = seed;
            GUILayout.Pressed = button;
            Call("OnGUI");
        }

        // What the window says at last.
        private string Ended(params string[] begins)
        {
            string status = "";
            Assert.IsTrue(EngineLoop.Until(
                () =>
                {
                    EditorApplication.update?.Invoke();
                    GUILayout.Written.Clear();
                    Call("OnGUI");
                    status = GUILayout.Written.LastOrDefault() ?? "";
                    return begins.Any(status.StartsWith);
                },
                PatienceMs));
            return status;
        }

        private string Made(string what, string button)
        {
            Press(Scenes.Url("url"), what, "7", button);
            string status = Ended("Wrote", "INVALID", "SERVER", "NOT_FOUND", "INTERNAL");
            Assert.IsTrue(status.StartsWith("Wrote"));
            string[] files = Directory.GetFiles(folder).Select(path => path.Replace('\\', '/')).ToArray();
            foreach (string picture in files.Where(path => path.EndsWith(".png")))
            {
                AssetDatabase.CreateAsset(new Texture2D(), picture);
            }
            AssetDatabase.Import(Assembly.Load("Npcgen.Editor"), files);
            return files.FirstOrDefault(path => path.EndsWith(".unity.json")) ?? "";
        }

        [Test]
        public void ALevelBecomesAPrefab()
        {
            string file = Made("cave", "A level of this kind: cave, dungeon, ...");
            GameObject level = AssetDatabase.LoadAssetAtPath<GameObject>(file.Replace(".unity.json", ".prefab"));
            LevelData data = level.GetComponent<Level>().Data;
            Assert.AreEqual("cave", data.kind);
            Assert.AreEqual(7, data.seed);
            Assert.IsTrue(level.transform.Find("floor 0").childCount > 1);
            Assert.IsTrue(data.provenance.Length > 0);
        }

        [Test]
        public void QuestsBecomeAssets()
        {
            string file = Made("emberlow", "Five quests of this world: emberlow, ...");
            QuestCollection quests = AssetDatabase.LoadAssetAtPath<QuestCollection>(file.Replace(".unity.json", ".quests.asset"));
            Assert.AreEqual(5, quests.Quests.Length);
            Assert.IsTrue(quests.Quests[0].Title.Length > 0);
        }

        [Test]
        public void AMaterialIsForTheProjectsPipeline()
        {
            Made("mossy castle wall", "A material of these words: mossy castle wall, ...");
            Assert.IsTrue(File.Exists(folder + "/mossy_castle_wall.mat"));
            Assert.IsTrue(File.Exists(folder + "/mossy_castle_wall_BaseMap.png"));
        }

        [Test]
        public void WhatCantBeMadeIsSaid()
        {
            Press(Scenes.Url("url"), "castle in the air", "7", "A level of this kind: cave, dungeon, ...");
            Assert.IsTrue(Ended("INVALID").Contains("castle in the air"));
            Press("http://127.0.0.1:1", "cave", "7", "A level of this kind: cave, dungeon, ...");
            Ended("SERVER_UNREACHABLE");
            Press("http://127.0.0.1:1", "cave", "seven", "A level of this kind: cave, dungeon, ...");
            Assert.IsTrue(GUILayout.Written.Contains("A seed is a number, 0..4294967295."));
            GUILayout.Pressed = null;
        }
    }
}
