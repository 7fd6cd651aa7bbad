using System;
using System.IO;
using UnityEditor;
using UnityEngine;
using UnityEngine.Rendering;

namespace Npcgen.Editor
{
    /// <summary>Window > npcgen > Make: levels, quests and materials from a few words, as assets.</summary>
    public sealed class MakeWindow : EditorWindow
    {
        private const string FolderKey = "npcgen.make.folder";

        private string url = "";
        private string apiKey = "";
        private string folder = "Assets/npcgen";
        private string what = "cave";
        private string seed = "7";
        private string status = "";
        private MessageType mood = MessageType.Info;
        private Connection connection;
        private Pending<MadeFile[]> making;

        [MenuItem("Window/npcgen/Make")]
        public static void Open()
        {
            GetWindow<MakeWindow>("Make");
        }

        private static double NowMs
        {
            get { return EditorApplication.timeSinceStartup * 1000; }
        }

        private void OnEnable()
        {
            url = EditorPrefs.GetString(TalkWindow.UrlKey, TalkWindow.DefaultUrl);
            folder = EditorPrefs.GetString(FolderKey, folder);
            EditorApplication.update += Tick;
        }

        // Also before scripts are compiled anew: nothing goes on being made for nobody.
        private void OnDisable()
        {
            EditorApplication.update -= Tick;
            connection?.Close();
            connection = null;
        }

        private void OnGUI()
        {
            url = EditorGUILayout.TextField("Server", url);
            apiKey = EditorGUILayout.PasswordField("Key", apiKey);
            PlainHttp.Draw(url);
            folder = EditorGUILayout.TextField("Folder", folder);
            what = EditorGUILayout.TextField("What", what);
            seed = EditorGUILayout.TextField("Seed", seed);
            uint number;
            if (!uint.TryParse(seed, out number))
            {
                EditorGUILayout.HelpBox("A seed is a number, 0..4294967295.", MessageType.Warning);
            }
            else if (making != null && !making.IsDone)
            {
                if (GUILayout.Button("Cancel"))
                {
                    making.Cancel();
                }
            }
            else
            {
                DrawButtons(number);
            }
            if (status.Length > 0)
            {
                EditorGUILayout.HelpBox(status, mood);
            }
        }

        private void DrawButtons(uint number)
        {
            if (GUILayout.Button("A level of this kind: cave, dungeon, ..."))
            {
                Begin(maker => maker.Level(Spec("kind").Text(what).Field("seed").Number(number).EndObject().ToString()));
            }
            if (GUILayout.Button("Five quests of this world: emberlow, ..."))
            {
                Begin(maker => maker.Quests(what, Spec("count").Number(5).Field("seed").Number(number).EndObject().ToString()));
            }
            if (GUILayout.Button("A material of these words: mossy castle wall, ..."))
            {
                Begin(maker => maker.Material(what, Stem(what), Pack(), number));
            }
        }

        private static JsonWriter Spec(string first)
        {
            return new JsonWriter().BeginObject().Field(first);
        }

        private void Begin(Func<ContentMaker, Pending<MadeFile[]>> make)
        {
            EditorPrefs.SetString(TalkWindow.UrlKey, url);
            EditorPrefs.SetString(FolderKey, folder);
            connection?.Close();
            connection = new Connection(url, apiKey, new UnityTransport(), () => NowMs, new System.Random());
            var maker = new ContentMaker(connection) { OnProgress = (phase, share) => Show(phase + " " + (int)(share * 100) + " %") };
            Show("asking");
            making = make(maker).Then(Write, failure => Show(failure.ToString(), MessageType.Warning));
        }

        private void Write(MadeFile[] files)
        {
            try
            {
                Directory.CreateDirectory(folder);
                foreach (MadeFile file in files)
                {
                    File.WriteAllBytes(folder + "/" + Path.GetFileName(file.Name), file.Data);
                }
            }
            catch (Exception problem) when (problem is IOException || problem is UnauthorizedAccessException)
            {
                Show("Can't write into " + folder + ": " + problem.Message, MessageType.Error);
                return;
            }
            Show("Wrote " + string.Join(", ", Array.ConvertAll(files, file => file.Name)));
            AssetDatabase.Refresh();
        }

        private void Show(string text, MessageType how = MessageType.Info)
        {
            status = text;
            mood = how;
            Repaint();
        }

        private static string Stem(string words)
        {
            return new string(Array.ConvertAll(words.ToLowerInvariant().ToCharArray(), sign => IsPlain(sign) ? sign : '_'));
        }

        private static bool IsPlain(char sign)
        {
            return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '-';
        }

        private static string Pack()
        {
            RenderPipelineAsset pipeline = GraphicsSettings.currentRenderPipeline;
            return pipeline && pipeline.GetType().Name.StartsWith("HD", StringComparison.Ordinal) ? "unity-hdrp" : "unity-urp";
        }

        private void Tick()
        {
            connection?.Tick();
        }
    }
}
